import { CHANGES, CLAIMS, UNREACHABLE } from '../report/code-words.js';
import { ANSWERS } from '../report/wording.js';
import { PICTURE_NAMESPACE } from '../verify/picture.js';
import { ALERT_LOOKS, type Appearance, STANDINGS, STATE_LOOKS } from './appearance.js';
import { NEUTRALS, type Paint, TONES } from './palette.js';

/** docs/design.md, which a test holds against it. */
export function designDocument(): string {
  return `# Design

What people see of crossproof, on badges, pages and the command line, is made from the tables below. They are written from
\`src/design\` (colours, symbols), \`src/report/wording.ts\` and \`src/report/code-words.ts\` (words); \`npm test\` says where this file
differs from them.

## Rules

- Nothing is told by its colour alone: a symbol, a word and a colour say the same thing.
- Text has a contrast of 4.5:1 on whatever it stands on, edges and symbols 3:1, in both themes (WCAG 2.2, AA).
- A green tick is never older than the configured age (\`CROSSPROOF_BADGE_DAYS\`), nor than the statement that it rests on:
  then it fades to grey, with the date. \`conflicting\` does not fade.
- What can be copied or cached names the full subject and an absolute date in UTC, \`21 Nov 2026 12:00 UTC\`. "3 days
  ago" stands on pages only, beside the date.
- Codes are for programs, in JSON alone: a person is shown the word that stands for one.
- Strangers are shown what strangers may see; what was never confirmed is a number.
- Names are strangers' text. Characters that hide or reorder others, and line ends, are shown as \`\uFFFD\`; a name is isolated
  from the direction of the text around it, cut by columns, and escaped where it is written.
- The theme is the reader's (\`prefers-color-scheme\`), unless it is chosen: \`data-theme\` on a page, \`?theme=\` for a
  badge. No font, picture or script comes from another server.
- A page is there after one round trip: its style stands in it, and nothing waits for scripts.

## Badges

A badge is one SVG image on its own: its name (\`title\`) has the full subject and the time, its description the rest in
sentences, its root the same for programs (\`data-subject\`, \`data-standing\`, \`data-verdict\`,
\`data-generated-at\`). The styles are those of shields (\`flat\`, \`flat-square\`, \`plastic\`, \`for-the-badge\`,
\`social\`, which look the same in every theme), \`compact\` (round) and \`card\` (the accounts: its
own first, then what is wrong, at most eight by name).

A server's badge carries in \`metadata\` one element \`report\` of the namespace
\`${PICTURE_NAMESPACE}\` with the signed report (\`application/jwt\`). Its member \`picture\` is the
SHA-256, in base64url, of the \`svg\` element without that \`metadata\`: \`crossproof inspect badge.svg\` calls one whose
picture is another \`broken\`. The key is at \`/.well-known/jwks.json\` of the issuer. A signature is valid for a day; a badge that
is kept longer says no more than its date. Of a report of hundreds of accounts a badge carries those that its card would
name first, and in the member \`omitted\` how many it leaves out: the server has the whole of it.

## Verdicts

The word and the sentence are those of the report; \`not verified\` and \`outdated\` stand where there is no verdict to rely on.

${looks(Object.entries(STANDINGS))}

A page answers first what its reader came for:

${answers()}

## States of an account

Which one holds is said in [profile.md](profile.md#states-of-an-account).

${looks(Object.entries(STATE_LOOKS))}

## What speaks against an identity

The sentence that stands below each is the report’s.

${alerts()}

## Why an account could not be read

${table(
  ['name', 'word', 'sentence'],
  Object.entries(UNREACHABLE).map(([name, { word, sentence }]) => [code(name), word, sentence]),
)}

## What changed

${table(
  ['name', 'word'],
  Object.entries(CHANGES).map(([name, word]) => [code(name), word]),
)}

## Whether a signed claim holds

${table(
  ['name', 'symbol', 'word'],
  Object.entries(CLAIMS).map(([name, { symbol, word }]) => [code(name), symbol, word]),
)}

## Colours

Each is a custom property of the pages' style, \`--good-text\` and \`--ink\` for example, as light / dark. A verdict and
a state have those of their tone.

${tones()}

${neutrals()}
`;
}

const code = (name: string): string => `\`${name}\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [head, head.map(() => '---'), ...rows].map(line).join('\n');
}

function looks(entries: readonly (readonly [name: string, look: Appearance])[]): string {
  const rows = entries.map(([name, { symbol, word, tone, sentence }]) => [
    ...[code(name), symbol, word, tone, sentence],
  ]);
  return table(['name', 'symbol', 'word', 'tone', 'meaning'], rows);
}

function alerts(): string {
  const rows = Object.entries(ALERT_LOOKS).map(([name, { symbol, word, tone }]) => [
    ...[code(name), symbol, word, tone],
  ]);
  return table(['name', 'symbol', 'word', 'tone'], rows);
}

function answers(): string {
  return table(
    ['name', 'answer'],
    Object.entries(ANSWERS).map(([name, answer]) => [code(name), answer]),
  );
}

const both = ({ light, dark }: Paint): string => `${code(light)} / ${code(dark)}`;

function tones(): string {
  const rows = Object.entries(TONES).map(([name, { text, fill, border, solid, onSolid }]) => [
    ...[name, ...[text, fill, border, solid, onSolid].map(both)],
  ]);
  return table(['tone', 'text', 'fill', 'border', 'solid', 'on-solid'], rows);
}

function neutrals(): string {
  const rows = Object.entries(NEUTRALS).map(([name, paint]) => `| ${name} | ${both(paint)} |`);
  return ['| neutral | |', '| --- | --- |', ...rows].join('\n');
}
