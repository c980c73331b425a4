import type { Identifier, IdentifierWarning, Scheme } from '../../identifier/index.js';
import { COLUMNS } from '../plain-text.js';

const LABEL = 12;

type Row = readonly [label: string, text: string];

const EXPLAINED: Readonly<Record<IdentifierWarning, string>> = {
  homograph: 'some of its letters look like other letters',
  'mixed-script': 'it mixes letters of different scripts',
  'not-resolvable': 'its domain leads nowhere in the public DNS',
  userinfo: 'what stood before the @ was dropped, it is not the host',
  'display-form': 'written as it is shown, not as it is sent',
};

/**
 * An answer for a person, lines of at most 80 columns where words allow it. `as`: the scheme that it was read by, where one
 * was named.
 */
export function describe(found: Identifier, { as }: { readonly as?: Scheme } = {}): string {
  const head = `${found.valid ? '✔' : '✘'} ${found.input === '' ? '(empty)' : visible(found.input)}`;
  const rows = found.valid ? validRows(found) : invalidRows(found, as);
  return `${wrap(head, '  ')}\n${rows.map(([label, text]) => row(label, text)).join('')}`;
}

function validRows(found: Identifier & { valid: true }): Row[] {
  const others = Object.entries(found.forms).filter(([, form]) => form !== found.normalized);
  return [
    ['is', `${found.scheme} ${found.kind}`],
    ['normalized', found.normalized],
    ['MIMI', found.mimi ?? 'none: the draft gives no way'],
    ...others.map(([scheme, form]) => [`as ${scheme}`, form] as const),
    ...found.warnings.map((one) => ['warning', EXPLAINED[one]] as const),
  ];
}

/** What names its scheme, right or wrong, can be read in no other way. */
function invalidRows({ input, message }: Identifier & { valid: false }, as: Scheme | undefined): Row[] {
  const reason: Row = ['not valid', message];
  if (as !== undefined || input === '' || input.includes(':')) return [reason];
  return [reason, ['or', "--as SCHEME reads it by that scheme's own grammar"]];
}

function row(label: string, text: string): string {
  return `${wrap(`  ${label.padEnd(LABEL)}${visible(text)}`, ' '.repeat(LABEL + 2))}\n`;
}

/** What a terminal would obey or hide is spelled out: an identifier of a stranger must not paint the screen. */
function visible(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, (one) => {
    return `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** Breaks at a space where one is near the end of the line, else anywhere: an identifier is never cut short. */
function wrap(text: string, indent: string): string {
  const lines: string[] = [];
  let rest = text;
  while ([...rest].length > COLUMNS) {
    const line = [...rest].slice(0, COLUMNS).join('');
    const space = line.lastIndexOf(' ');
    const end = space > COLUMNS / 2 ? space : line.length;
    lines.push(rest.slice(0, end));
    rest = indent + rest.slice(end).trimStart();
  }
  return [...lines, rest].join('\n');
}
