import { dateText } from '../design/age.js';
import { STANDINGS, STATE_LOOKS } from '../design/appearance.js';
import { FONTS } from '../design/palette.js';
import { printable } from '../design/printable.js';
import { type Xml, xml } from '../design/xml.js';
import { fitting } from '../report/columns.js';
import { byWeight } from '../report/text.js';
import type { PublicReport, ReportAccount } from '../report/types.js';
import { INCOMPLETE, operatorsText, VERDICTS } from '../report/wording.js';
import type { BadgeFacts } from './facts.js';
import { type Drawing, type Drawn, idSuffix } from './picture.js';
import { symbol } from './symbol.js';
import { styleSheet } from './themes.js';
import { alertsText } from './words.js';

const WIDTH = 480;
const EDGE = 20;
/** Accounts that are named; the rest is a number. */
const MAX_ROWS = 8;
const ROW = 24;
/** Where the names begin, beside the large symbol and beside the small ones. */
const HEAD = EDGE + 52;
const INDENT = EDGE + 24;
/** Room for the longest state, at the right. */
const STATE = 96;
/** Columns that fit: of the system's own fonts on the average, and of fixed-width ones, for names, exactly. */
const HEAD_COLUMNS = 45;
const NOTE_COLUMNS = 62;
const ROW_COLUMNS = 42;

const RULES = [
  `.name{font-family:${FONTS.code};font-size:14px;font-weight:600}`,
  '.verdict{font-size:14px;font-weight:600}',
  '.fact{font-size:13px}',
  `.account{font-family:${FONTS.code};font-size:12.5px}`,
  '.state{font-size:12px}',
].join('');

/** One line of a card, and how much room it takes. */
interface Line {
  readonly height: number;
  readonly at: (y: number) => Xml;
}

/** Wide: who, the verdict and its date, what speaks against it, and the accounts with their states. */
export function card(facts: BadgeFacts, { theme, style }: Drawing): Drawn {
  const clip = `crossproof-clip-${idSuffix(facts, { style })}`;
  const lines = [...head(facts), ...(facts.report === null ? [] : body(facts.report, facts.isFresh, clip))];
  let y = EDGE;
  const content = lines.map((line) => {
    const drawn = line.at(y);
    y += line.height;
    return drawn;
  });
  const height = y + EDGE - 6;
  const border = `surface ${STANDINGS[facts.standing].tone}-border-line`;
  return {
    width: WIDTH,
    height,
    content: xml`${styleSheet(theme, RULES)}<clipPath id="${clip}"><rect width="${WIDTH - EDGE - STATE}" height="${height}"/></clipPath><rect class="${border}" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="10"/>${content}`,
  };
}

function head({ subject, standing, report }: BadgeFacts): Line[] {
  const look = STANDINGS[standing];
  const supported = report?.identityKey && standing !== 'outdated' ? ` · ${operatorsText(report)}` : '';
  const sign = (y: number): Xml =>
    xml`<circle class="${look.tone}-solid" cx="${EDGE + 20}" cy="${y + 20}" r="20"/>${symbol(look, { x: EDGE + 9, y: y + 9, size: 22 }, `${look.tone}-on-solid-line`)}`;
  const line = (height: number, kind: string, words: string): Line => ({
    height,
    at: (y) => text(kind, HEAD, y + 13, words),
  });
  return [
    { height: 0, at: sign },
    ...twoLines(subject).map((part) => line(21, 'name ink', part)),
    line(20, `verdict ${look.tone}-text`, `${look.word}${supported}`),
    line(24, 'fact muted', whenText(standing, report)),
  ];
}

function whenText(standing: BadgeFacts['standing'], report: PublicReport | null): string {
  if (report === null) return STANDINGS.unknown.sentence;
  const what = standing === 'outdated' ? `${VERDICTS[report.verdict].word} on` : 'checked';
  return `${what} ${dateText(report.generatedAt)}${report.incomplete ? ` · ${INCOMPLETE.word}` : ''}`;
}

function body({ alerts, accounts, unconfirmed = 0 }: PublicReport, isFresh: boolean, clip: string): Line[] {
  const rest = accounts.length - MAX_ROWS;
  const counted = [
    ...(rest > 0 ? [`and ${rest} more`] : []),
    ...(unconfirmed > 0 ? [`${unconfirmed} never confirmed`] : []),
  ];
  return [
    { height: 8, at: (y) => xml`<path class="line-line" d="M${EDGE} ${y}H${WIDTH - EDGE}"/>` },
    ...(alerts.length > 0 ? [warning(alertsText(alerts))] : []),
    ...byWeight(accounts)
      .slice(0, MAX_ROWS)
      .map((account) => row(account, isFresh, clip)),
    ...(counted.length > 0 ? [note(counted.join(' · '))] : []),
  ];
}

const note = (words: string): Line => ({
  height: ROW,
  at: (y) => text('fact muted', INDENT, y + 16, words),
});

function warning(words: string): Line {
  const shown = printable(`speaks against it: ${words}`, NOTE_COLUMNS);
  const sign = { x: EDGE, size: 14 };
  return {
    height: ROW,
    at: (y) =>
      xml`${symbol(STATE_LOOKS.expired, { ...sign, y: y + 4 }, 'bad-text-line')}${text('fact bad-text', INDENT, y + 16, shown)}`,
  };
}

/** What was good when it was read fades with the badge; what was not stays. */
function row({ account, state }: ReportAccount, isFresh: boolean, clip: string): Line {
  const look = STATE_LOOKS[state];
  const tone = look.tone === 'good' && !isFresh ? 'quiet' : look.tone;
  const name = printable(account, ROW_COLUMNS);
  return {
    height: ROW,
    at: (y) =>
      xml`${symbol(look, { x: EDGE, y: y + 4, size: 14 }, `${tone}-text-line`)}<g clip-path="url(#${clip})">${text('account ink', INDENT, y + 16, name)}</g><text class="state ${tone}-text" x="${WIDTH - EDGE}" y="${y + 16}" text-anchor="end">${look.word}</text>`,
  };
}

/** Text that may be a stranger's: whatever its direction, it moves nothing else. */
function text(kind: string, x: number, y: number, words: string): Xml {
  return xml`<text class="${kind}" x="${x}" y="${y}" direction="ltr" unicode-bidi="isolate">${words}</text>`;
}

/** The full name where it fits in two lines. */
function twoLines(subject: string): readonly string[] {
  const name = printable(subject, 2 * HEAD_COLUMNS);
  const units = fitting(name, HEAD_COLUMNS);
  return units >= name.length ? [name] : [name.slice(0, units), printable(name.slice(units), HEAD_COLUMNS)];
}
