// Draws docs/report.svg: what `npm run demo` prints, as it stands. Run it again when the report changes.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const text = execFileSync(process.execPath, [join(root, 'dist', 'src', 'cli', 'main.js'), 'demo'], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore'],
});
const lines = text.trimEnd().split('\n');

const CHARACTER = 8.43; // width of a 14 px monospace character
const LINE = 19;
const MARGIN = 20;
const width = Math.round(80 * CHARACTER + 2 * MARGIN);
const height = lines.length * LINE + 2 * MARGIN;
const COLOURS = [
  [/^ {2}✔/, '#1a7f37'],
  [/^ {2}✘/, '#cf222e'],
  [/^ {2}! /, '#9a6700'],
  [/░/, '#cf222e'],
  [/█/, '#1a7f37'],
  [/^\S/, '#0550ae'],
];

const escapeXml = (line) => line.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const rows = lines.map((line, i) => {
  const colour = COLOURS.find(([pattern]) => pattern.test(line))?.[1] ?? '#24292f';
  return `<text x="${MARGIN}" y="${MARGIN + 14 + i * LINE}" fill="${colour}" xml:space="preserve">${escapeXml(line)}</text>`;
});

writeFileSync(
  join(root, 'docs', 'report.svg'),
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A report of crossproof verify" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
<rect width="100%" height="100%" rx="8" fill="#ffffff" stroke="#d0d7de"/>
${rows.join('\n')}
</svg>
`,
);
