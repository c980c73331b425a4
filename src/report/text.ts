import { alertWords } from './code-words.js';
import { columns, cut, fitting } from './columns.js';
import type { Report, ReportAccount } from './types.js';
import {
  FIRST_LOOK,
  INCOMPLETE,
  NO_KEY_LEADS,
  NOT_ANCHORED,
  oneLine,
  printable,
  STATES,
  supportText,
  VERDICTS,
} from './wording.js';

const WIDTH = 80;
const INDENT = '  ';
/** Column at which an account's text begins: symbol and the longest state. */
const STATE_COLUMN = 17;
/** A bar's longest length, in characters; one character is about a deciban. */
const MAX_BAR = 30;

/** The report as a person reads it: 80 columns, symbols and words, no colour needed. */
export function reportText(report: Report): string {
  const verdict = VERDICTS[report.verdict];
  const lines = [
    ...wrap(oneLine(report.subject), ''),
    '',
    `${INDENT}${verdict.symbol} ${verdict.word.toUpperCase()}   score ${scoreText(report)}   checked ${timeText(report.generatedAt)}`,
    ...wrap(verdict.sentence),
    ...facts(report).flatMap((fact) => wrap(fact)),
  ];
  if (report.alerts.length > 0)
    lines.push('', 'What speaks against it', ...report.alerts.flatMap(alertLines));
  lines.push('', 'Accounts', ...byWeight(report.accounts).flatMap(accountLines));
  lines.push(...evidenceLines(report));
  return `${lines.join('\n')}\n`;
}

/** Never rounded up to certainty. */
export function scoreText({ score }: Pick<Report, 'score'>): string {
  const floored = Math.floor(score * 10_000) / 10_000;
  return floored.toFixed(4);
}

function timeText(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

function facts(report: Report): string[] {
  const lines: string[] = [];
  if (report.incomplete) lines.push(INCOMPLETE.sentence);
  if (report.identityKey) {
    lines.push(
      supportText(report),
      ...(report.anchored ? [] : [NOT_ANCHORED]),
      `Key ${shortKey(report.identityKey)}`,
    );
  } else lines.push(NO_KEY_LEADS);
  if (report.firstLook) lines.push(FIRST_LOOK);
  return lines;
}

function shortKey(uri: string): string {
  return uri.slice(uri.lastIndexOf(':') + 1);
}

function alertLines(alert: Report['alerts'][number]): string[] {
  const { symbol, word } = alertWords(alert.code);
  return [
    ...wrap(`${symbol} ${word}: ${alert.message}`, INDENT, `${INDENT}  `),
    ...alert.accounts.slice(0, 8).flatMap((uri) => wrap(oneLine(uri), `${INDENT}    `)),
    ...(alert.accounts.length > 8 ? [`${INDENT}    and ${alert.accounts.length - 8} more`] : []),
  ];
}

/** The subject first, then what is wrong, then what supports, then the rest. */
export function byWeight(accounts: readonly ReportAccount[]): ReportAccount[] {
  const rank = (a: ReportAccount): number =>
    ({ '✘': 0, '!': 1, '✔': 2, '○': 3, '–': 3, '◷': 3, '?': 4 })[STATES[a.state].symbol];
  const [subject, ...others] = accounts;
  return [...(subject ? [subject] : []), ...others.sort((a, b) => rank(a) - rank(b))];
}

function accountLines(account: ReportAccount): string[] {
  const { symbol, word } = STATES[account.state];
  const pad = ' '.repeat(STATE_COLUMN);
  const head = wrap(oneLine(account.account), pad);
  const [first = pad] = head;
  const lines = [
    `${INDENT}${symbol} ${word}`.padEnd(STATE_COLUMN) + first.slice(STATE_COLUMN),
    ...head.slice(1),
  ];
  lines.push(...wrap(account.reason, pad));
  const places = [...new Set(account.found.map((f) => `${f.where}${f.servedBy ? ` (${f.servedBy})` : ''}`))];
  if (places.length > 0) lines.push(...wrap(`Found in: ${oneLine(places.join(', '))}`, pad));
  if (account.lastGood && account.state !== 'consistent')
    lines.push(`${pad}Last good: ${timeText(account.lastGood.at)}`);
  return lines;
}

function evidenceLines(report: Report): string[] {
  if (!report.identityKey) return [];
  const rows = [...report.operators, { operator: 'prior', evidence: report.prior }].filter(
    (row) => tenths(row.evidence) !== 0,
  );
  if (rows.length === 0) return [];
  const lines = ['', 'Where the score comes from, in decibans (10 is ten to one)'];
  for (const { operator, evidence } of rows)
    lines.push(evidenceRow(operatorName(operator, report.identityKey), evidence));
  const left = tenths(report.evidence) - rows.reduce((sum, { evidence }) => sum + tenths(evidence), 0);
  // What is printed adds up, as the bars of the page do.
  if (left !== 0) lines.push(evidenceRow('rounding', left / 10));
  lines.push(evidenceRow('together', report.evidence, false));
  return lines;
}

/** What a row shows of it, in tenths. */
const tenths = (db: number): number => Math.round(db * 10) + 0;

/** In a contest the accounts without standing that show one key weigh together (scoring section 2). */
export function operatorName(operator: string, leading: string | null): string {
  const key = /^newcomers of (.*)$/.exec(operator)?.[1];
  if (key === undefined) return oneLine(operator);
  return key === leading
    ? 'newcomers with this key'
    : `newcomers, key ${oneLine(shortKey(key)).slice(0, 8)}…`;
}

function evidenceRow(name: string, db: number, bar = true): string {
  const label = cut(name, 28);
  const number = `${db < 0 ? '−' : '+'}${(Math.abs(tenths(db)) / 10).toFixed(1)}`;
  const drawn = (db < 0 ? '░' : '█').repeat(Math.min(MAX_BAR, Math.round(Math.abs(db))));
  return `${INDENT}${label}${' '.repeat(30 - columns(label))}${number.padStart(6)}  ${bar ? drawn : ''}`.trimEnd();
}

/** Wraps words at 80 columns of a terminal; a word longer than a line is cut between characters. */
function wrap(text: string, first = INDENT, rest = first): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  const flush = () => {
    lines.push(line);
    line = rest;
    empty = true;
  };
  for (const word of printable(text)
    .split(' ')
    .filter((w) => w !== '')) {
    let left = word;
    if (!empty && columns(line) + 1 + columns(left) > WIDTH) flush();
    while (columns(line) + columns(left) > WIDTH) {
      const units = fitting(left, WIDTH - columns(line));
      line += left.slice(0, units);
      left = left.slice(units);
      flush();
    }
    if (left === '') continue;
    line += (empty ? '' : ' ') + left;
    empty = false;
  }
  if (!empty) lines.push(line);
  return lines;
}
