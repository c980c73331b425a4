import { load } from 'cheerio';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BADGE_STYLES, badgeFacts, renderBadge, shieldsJson } from '../../src/badge/index.js';
import { NOON } from '../support/frozen-clock.js';
import { account, report } from './support/reports.js';
import { xmlFaults } from './support/well-formed.js';

const OPTIONS = { now: new Date(NOON), maxAgeSeconds: 7 * 86_400 };
/** Everything that badges are made of. */
const ELEMENTS = new Set(
  'svg title desc style text path circle rect g clipPath filter feGaussianBlur linearGradient stop'.split(
    ' ',
  ),
);
/** A name may be no longer in a picture than a title has room for it, a few times over. */
const MAX_CHARACTERS = 40_000;

const NAMES: readonly (readonly [string, string])[] = [
  ['markup', '"><script>alert(1)</script><svg onload="alert(1)">'],
  ['the end of its element', '</text></svg><script/>'],
  ['a section and a comment', ']]><!-- --><![CDATA[ <?x ?> <!DOCTYPE a>'],
  ['entities', '&lt;script&gt; &#60; &amp;amp; &nosuch; &'],
  ['percent-encoding', '%3Cscript%3E %00 %2e%2e%2f %FF %'],
  ['a path', '../../../etc/passwd\0.svg'],
  ['styles', '}</style><style>*{background:url(https://evil.example/)}'],
  ['references', 'url(#x) javascript:alert(1) data:text/html,x https://evil.example/"x=\''],
  ['metadata', '<metadata><crossproof:report>x</crossproof:report></metadata>'],
  ['8 kB', 'a'.repeat(8_192)],
  ['8 kB of wide letters', '🦆'.repeat(2_048)],
  ['emoji', '👩\u200D🚀🏳\uFE0F\u200D🌈'],
  ['zero-width characters', 'al\u200Bi\u200Dce\uFEFF'],
  ['directions', '\u202Egnp.exe\u2066\u2067\u2069\u200F'],
  ['right to left', 'אליס/../שלום'],
  ['controls and halves', '\0\u0001\u001B[31m\u007F\u0085\uD800\uDFFF\uFFFE\uFFFF'],
  ['marks', `e${'\u0301'.repeat(3_000)}`],
  ['template holes', `$${'{alert(1)}'} {{x}} $& $1 $\` \\`],
];

/** What a badge with this name as subject, and as account, holds that it must not. */
function harm(name: string): readonly string[] {
  const uri = `https://forge.example/${name}`;
  const shown = report({ subject: name, accounts: [account(name), account(uri), account(`${name}@x`)] });
  const facts = badgeFacts(name, shown, OPTIONS);
  return BADGE_STYLES.flatMap((style) => {
    const svg = renderBadge(facts, { style, theme: 'auto' });
    return [...xmlFaults(svg), ...strange(svg)].map((fault) => `${style}: ${fault}`);
  });
}

function strange(svg: string): readonly string[] {
  const $ = load(svg, { xml: true });
  const elements = $('svg, svg *').toArray();
  const faults = elements.filter(({ name }) => !ELEMENTS.has(name)).map(({ name }) => `element ${name}`);
  for (const { attribs } of elements)
    for (const [name, value] of Object.entries(attribs)) {
      if (/^on|href|^style$|^src$/i.test(name)) faults.push(`attribute ${name}`);
      if (/url\((?!#[\w-]+\))/i.test(value) && !name.startsWith('data-')) faults.push(`${name}=${value}`);
    }
  const style = $('style').text();
  if (/url\((?!#)|@import|<|expression/i.test(style)) faults.push(`style ${style}`);
  const seen = $('text, title, desc').text();
  if (/[\p{Cc}\u200B\u202A-\u202E\u2066\u2067\uFEFF]/u.test(seen))
    faults.push('characters that hide or reorder');
  if (svg.length > MAX_CHARACTERS) faults.push(`${svg.length} characters`);
  return faults;
}

describe('a name that wants out of its badge', () => {
  it.each(NAMES)('stays in with %s', (_, name) => {
    expect(harm(name)).toEqual([]);
  });

  it('stays in, whatever it is', () => {
    const pieces = fc.constantFrom(
      ...NAMES.map(([, name]) => name.slice(0, 60)),
      '<',
      '>',
      '"',
      "'",
      '&',
      ']]>',
      ' ',
    );
    const names = fc.oneof(
      fc.array(pieces, { maxLength: 6 }).map((all) => all.join('')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(names, (name) => {
        expect(harm(name)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('is data and no markup for shields.io as well', () => {
    for (const [, name] of NAMES) {
      const { label } = shieldsJson(badgeFacts(name, report(), OPTIONS));
      expect([...label].length).toBeLessThanOrEqual(200);
      expect(label).not.toMatch(/[\p{Cc}\p{Cs}\u200B\u202A-\u202E\u2066-\u2069]/u);
    }
  });

  it('would be seen: the test finds what does break out', () => {
    const svg = renderBadge(badgeFacts('a', report(), OPTIONS), { style: 'card', theme: 'auto' });
    const broken = svg.replace('</svg>', '<script onload="x">&nbsp;</script><text>\u202E</svg>');
    expect([xmlFaults(broken).length > 0, strange(broken).length > 0]).toEqual([true, true]);
    expect(xmlFaults('<a><b></a></b>')).not.toEqual([]);
    expect(xmlFaults('<a b="1" b="2"/>')).toEqual(['b stands twice']);
  });
});
