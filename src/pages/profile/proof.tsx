import type { VNode } from 'preact';
import { printable } from '../../design/printable.js';
import type { PublicReport } from '../../report/types.js';
import { Copyable, Name, Part } from '../parts.js';
import { shellQuoted } from '../shell.js';
import { reportPath, type Site } from '../site.js';

/** Characters of a signed report that stand in the page; a longer one is fetched. */
const MAX_SIGNED = 8_000;
/** Documents listed with their digests. */
const MAX_ROWS = 16;

interface Props {
  readonly report: PublicReport;
  readonly signed: string;
  readonly site: Site;
}

/** What anybody can keep and check without this page: the report with this server's signature, and digests of what was read. */
export function Proof({ report, signed, site }: Props): VNode {
  const url = site.origin + reportPath(report.subject);
  return (
    <Part
      id="proof"
      title="Proof of what was seen"
      lead="This server signs what it reports. Keep it, and check it with the server’s keys: nobody has to trust this page."
    >
      <p>
        <a href={reportPath(report.subject)}>The report as JSON</a>, and signed:
      </p>
      <Copyable
        id="fetch-signed"
        text={`curl -H 'accept: application/jwt' ${shellQuoted(url)}`}
        label="command"
      />
      {signed.length <= MAX_SIGNED && (
        <details>
          <summary>The signed report</summary>
          <Copyable id="signed" text={signed} label="signed report" />
        </details>
      )}
      <Digests report={report} />
    </Part>
  );
}

function Digests({ report }: { report: PublicReport }): VNode | null {
  const documents = new Map(
    report.accounts.flatMap(({ account, found }) =>
      found.map(({ where, digest }) => [`${account} ${digest}`, { account, where, digest }] as const),
    ),
  );
  const rows = [...documents.values()];
  if (rows.length === 0) return null;
  return (
    <details>
      <summary>Digests of the documents that were read</summary>
      <table>
        <caption>SHA-256 in base64url of each document that showed a proof</caption>
        <thead>
          <tr>
            <th scope="col">account</th>
            <th scope="col">place</th>
            <th scope="col">digest</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MAX_ROWS).map(({ account, where, digest }) => (
            <tr key={`${account} ${digest}`}>
              <th scope="row">
                <Name text={account} room={60} />
              </th>
              <td>{printable(where)}</td>
              <td>
                <Name text={digest} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MAX_ROWS && (
        <p class="muted">{`The other ${rows.length - MAX_ROWS} are in the report.`}</p>
      )}
    </details>
  );
}
