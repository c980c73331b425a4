import { styleSheet } from '../../src/badge/themes.js';
import { FONTS, type ToneName } from '../../src/design/palette.js';
import { type Xml, xml } from '../../src/design/xml.js';

/** Pixels. A monospace character is three fifths of its size wide, or a little more. */
const TEXT = 14;
const CHARACTER = 8.43;
const LINE = 19;
const MARGIN = 20;
/** Columns of a report. */
const COLUMNS = 80;
const RULES = `text{font-family:${FONTS.code};font-size:${TEXT}px;white-space:pre}.head{font-weight:600}`;

/** The sign and the word after it: a verdict, a state, an alert. */
const SIGNED = /^(\s*)([✔✘!] (?:\w+(?: \w+)*(?=: )|[\w-]+))(.*)$/;
const SIGNS: Readonly<Record<string, ToneName>> = { '✔': 'good', '✘': 'bad', '!': 'caution' };
/** A bar for the key that leads, or against it. */
const BAR = /^(.*? {2})([█░]+)()$/;

/** A report as a terminal shows it, in the colours of both themes. Pure. @param text of the command */
export function reportSvg(text: string): string {
  const lines = text.trimEnd().split('\n');
  const [width, height] = [Math.round(COLUMNS * CHARACTER + 2 * MARGIN), lines.length * LINE + 2 * MARGIN];
  const rows = lines.map((line, at) => row(line, MARGIN + TEXT + at * LINE));
  return `${xml`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
<title id="title">What crossproof verify prints</title>
${styleSheet('auto', RULES)}
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" class="surface line-line"/>
${rows}</svg>`}\n`;
}

function row(line: string, y: number): Xml {
  const look = /^\S/.test(line) ? 'ink head' : 'ink';
  return xml`<text x="${MARGIN}" y="${y}" class="${look}" xml:space="preserve">${coloured(line)}</text>\n`;
}

function coloured(line: string): Xml {
  const [, before = line, meant = '', after = ''] = SIGNED.exec(line) ?? BAR.exec(line) ?? [];
  if (meant === '') return xml`${line}`;
  const tone = SIGNS[meant.charAt(0)] ?? (meant.startsWith('░') ? 'bad' : 'good');
  return xml`${before}<tspan class="${tone}-text">${meant}</tspan>${after}`;
}
