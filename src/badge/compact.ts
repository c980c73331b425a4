import { dayText } from '../design/age.js';
import { STANDINGS } from '../design/appearance.js';
import { xml } from '../design/xml.js';
import { INCOMPLETE } from '../report/wording.js';
import type { BadgeFacts } from './facts.js';
import type { Drawing, Drawn } from './picture.js';
import { symbol } from './symbol.js';
import { styleSheet } from './themes.js';

const SIZE = 64;
const MIDDLE = SIZE / 2;
const SYMBOL = 22;

const RULES = '.word{font-size:7.5px;font-weight:600}.date{font-size:6.5px}.note{font-size:5px}';

/** Round: symbol, word and date. Dashes around it: not everything could be read. */
export function compact({ standing, report }: BadgeFacts, { theme }: Drawing): Drawn {
  const look = STANDINGS[standing];
  const [ground, ink] = [`${look.tone}-solid`, `${look.tone}-on-solid`];
  const line = (y: number, kind: string, text: string) =>
    xml`<text class="${kind} ${ink}" x="${MIDDLE}" y="${y}" text-anchor="middle">${text}</text>`;
  const dashes = report?.incomplete ? xml` stroke-dasharray="3 3"` : null;
  const content = xml`${styleSheet(theme, RULES)}<circle class="${ground}" cx="${MIDDLE}" cy="${MIDDLE}" r="${MIDDLE}"/><circle class="${ink}-line" cx="${MIDDLE}" cy="${MIDDLE}" r="29.5" fill="none" stroke-width="1"${dashes}/>${symbol(look, { x: MIDDLE - SYMBOL / 2, y: 8, size: SYMBOL }, `${ink}-line`)}${line(41, 'word', look.word)}${report && line(49.5, 'date', dayText(report.generatedAt))}${report?.incomplete && line(56, 'note', INCOMPLETE.word)}`;
  return { width: SIZE, height: SIZE, content };
}
