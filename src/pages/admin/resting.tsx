import type { VNode } from 'preact';
import { dateText } from '../../design/age.js';
import { numberText } from '../../design/number-text.js';
import type { RestingList } from '../../fetch/resting.js';
import { Name, Part } from '../parts.js';
import { EMPTY, leftText, NO_ANSWER } from './words.js';

/** Hosts told of by name; the others are counted. */
const MAX_HOSTS = 40;

interface Props {
  readonly resting: RestingList | null;
  readonly now: Date;
}

/** Hosts that nothing is asked of for a while, because they said so. */
export function Resting({ resting, now }: Props): VNode {
  return (
    <Part id="resting" title="Hosts left alone">
      {resting === null ? <p>{NO_ANSWER.resting}</p> : <Known resting={resting} now={now} />}
    </Part>
  );
}

function Known({ resting: { hosts, unnamed }, now }: { resting: RestingList; now: Date }): VNode {
  if (hosts.length === 0 && unnamed === 0) return <p>{EMPTY.resting}</p>;
  const shown = hosts.slice(0, MAX_HOSTS);
  const more = hosts.length - shown.length;
  return (
    <>
      {shown.length > 0 && (
        <table class="listing">
          <caption>They asked for it, with Retry-After, 429 or 503</caption>
          <thead>
            <tr>
              <th scope="col">host</th>
              <th scope="col">time left</th>
              <th scope="col">until</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ host, until }) => (
              <tr key={host}>
                <th scope="row">
                  <Name text={host} />
                </th>
                <td>{leftText(until, now)}</td>
                <td>
                  <time dateTime={until}>{dateText(until)}</time>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more > 0 && <p>{`and ${numberText(more)} more`}</p>}
      {unnamed > 0 && (
        <p>
          {numberText(unnamed)} {unnamed === 1 ? 'host whose name' : 'hosts whose names'} this process has not
          heard: Redis knows no names, and workers tell them once.
        </p>
      )}
    </>
  );
}
