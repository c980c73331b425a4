import { CLAIMS } from '../../report/code-words.js';
import type { Claim } from '../../verify/inspect/claim.js';
import type { Inspection } from '../../verify/inspect/inspect-document.js';
import { plain, wrap } from '../plain-text.js';

/** Accounts of one claim that are listed; the rest are counted. */
const MAX_LISTED = 20;
/** The tail of an RFC 9278 URI; the URI itself is wider than a terminal with a label before it. */
const THUMBPRINT = /^urn:ietf:params:oauth:jwk-thumbprint:sha-256:/;

/** One inspection for a person, in 80 columns. */
export function printInspection(name: string, inspection: Inspection): string {
  const { claims, overflow } = inspection;
  const count =
    claims.length === 0 ? 'no signed claims' : `${claims.length} claim${claims.length === 1 ? '' : 's'}`;
  const lines = [...wrap(`${name}: ${count}`), ...claims.flatMap(printClaim)];
  if (overflow) lines.push('', ...wrap('! There are more claims in it than are looked at.'));
  return `${lines.join('\n')}\n`;
}

function printClaim(claim: Claim): string[] {
  const { symbol, word } = CLAIMS[claim.status];
  const kind = claim.type === null ? claim.container : `${claim.container}, ${claim.type}`;
  return [
    '',
    ...wrap(`${symbol} ${word}: ${kind} (${claim.where})`),
    ...wrap(claim.reason, '  '),
    ...field('subject', claim.subject),
    ...field('signed by', claim.issuer),
    ...field('issued', claim.issuedAt),
    ...field('expires', claim.expiresAt),
    ...field('says', conclusionText(claim)),
    ...claim.accounts
      .slice(0, MAX_LISTED)
      .flatMap((uri, index) => field('names', `${uri}${stateText(claim, index)}`)),
    ...(claim.accounts.length > MAX_LISTED
      ? [`  and ${claim.accounts.length - MAX_LISTED} more accounts`]
      : []),
    ...omittedText(claim),
  ];
}

/** What is not there is told too: that an account is missing from it says nothing. */
function omittedText({ report }: Claim): string[] {
  if (!report || report.omitted === 0) return [];
  const accounts = report.omitted === 1 ? 'account' : 'accounts';
  return wrap(`It leaves out ${report.omitted} ${accounts}, which its server has.`, '  ');
}

/** The conclusion has a date of its own: a report is often signed long after it was made. */
function conclusionText({ report }: Claim): string | null {
  if (!report) return null;
  return `${report.verdict ?? 'no verdict'}, as seen on ${report.generatedAt ?? 'a day that it does not tell'}`;
}

/** That a report names an account may speak against it. */
function stateText({ report }: Claim, index: number): string {
  return report ? ` (${report.accounts[index]?.state ?? 'of no state'})` : '';
}

function field(label: string, value: string | null): string[] {
  if (value === null) return [];
  const text = plain(value.replace(THUMBPRINT, 'key '));
  return wrap(text, `  ${''.padEnd(11)}`).map((line, index) =>
    index === 0 ? `  ${label.padEnd(11)}${line.trimStart()}` : line,
  );
}
