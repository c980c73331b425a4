import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractHtml } from '../../src/extract/html.js';
import * as limits from '../../src/extract/limits.js';
import { parsePage } from '../../src/extract/page.js';
import { assertRegions } from '../../src/extract/regions.js';

const PAGE = 'https://a.example/';
const REGIONS = { owner: ['.bio .note', '.about'], foreign: ['.comments'] };
const read = (html: string) => extractHtml(html, REGIONS, PAGE);
const limit = (what: string) => ({ ok: false, reason: 'limit', message: `the page has ${what}` });

describe('a hostile page is stopped by a count', () => {
  const deep = limit('elements nested deeper than 256 levels');
  const tags = limit('more than 30000 elements');
  const markup = limit('more than 100000 tags');
  const attributes = limit('a tag with more than 256 attributes');

  it.each([
    ['50,000 nested elements', '<div>'.repeat(50_000), deep],
    ['200,000 nested elements', '<b>'.repeat(200_000), markup],
    ['60,000 attributes', `<a ${'b=1 '.repeat(60_000)}>`, attributes],
    [
      '60,000 different attributes',
      `<a ${Array.from({ length: 60_000 }, (_, n) => `a${n}`).join(' ')}>`,
      attributes,
    ],
    ['60,000 attributes without an end', `<p>a<i ${'b=1 '.repeat(60_000)}`, attributes],
    ['40,000 elements beside each other', '<i></i>'.repeat(40_000), tags],
    ['40,000 void elements', '<br>'.repeat(40_000), tags],
    ['40,000 end tags that make elements', '</p>'.repeat(40_000), tags],
    ['150,000 end tags that close nothing', `<p>${'</i>'.repeat(150_000)}`, markup],
    ['a million brackets', '<'.repeat(1_000_000), markup],
    ['150,000 comments', '<!-->'.repeat(150_000), markup],
    [
      'many elements, each deep',
      `${'<i>'.repeat(200)}${'<b></b>'.repeat(20_000)}`,
      limit('too many elements too deep in each other'),
    ],
    [
      'more characters than a page has',
      'a'.repeat(limits.MAX_HTML_LENGTH + 1),
      limit('more than 2097152 characters'),
    ],
    [
      '20 different cross-signing links',
      Array.from({ length: 20 }, (_, n) => `<link rel=cross-signing href=/${n}>`).join(''),
      limit('more cross-signing links or statements in its head than are read'),
    ],
    [
      '20 different statements',
      Array.from({ length: 20 }, (_, n) => `<script type=application/jwt>${n}</script>`).join(''),
      limit('more cross-signing links or statements in its head than are read'),
    ],
    [
      '20 different links in the bio',
      `<p class=about>${Array.from({ length: 20 }, (_, n) => `<a rel=cross-signing href=/${n}>x</a>`).join('')}</p>`,
      limit('more than 16 cross-signing links'),
    ],
  ])('%s', (_what, html, result) => {
    expect(read(html)).toEqual(result);
  });

  it('and so is a link longer than any server takes', () => {
    expect(read(`<link rel=cross-signing href="/${'a'.repeat(8_000)}">`)).toEqual({
      ok: false,
      reason: 'limit',
      message: 'a cross-signing link is longer than 8000 characters',
    });
  });

  it.each([
    ['16 links', Array.from({ length: 16 }, (_, n) => `<link rel=cross-signing href=/${n}>`).join('')],
    ['the same link a thousand times', '<link rel=cross-signing href=/x>'.repeat(1_000)],
    ['256 levels', `${'<i>'.repeat(256)}x${'</i>'.repeat(256)}`],
    ['256 attributes', `<i ${'a '.repeat(256)}>x</i>`],
    ['a million ampersands', '&'.repeat(1_000_000)],
    ['100,000 character references', '&amp;'.repeat(100_000)],
    ['an attribute of a megabyte', `<p style="${'/*'.repeat(500_000)}">a</p>`],
    [
      'a relation of half a million words',
      `<p class=about><a href=/ rel="${'a '.repeat(500_000)}">a</a></p>`,
    ],
    ['a script full of beginnings of its end', `<script>${'</scrip'.repeat(90_000)}`],
    ['10,000 regions', '<p class=about>a</p>'.repeat(10_000)],
  ])('%s can be read', (_what, html) => {
    expect(read(html)).toMatchObject({ ok: true });
  });

  it('has one root only: the selector engine is quadratic in the children of the root', () => {
    const page = parsePage(`${'<p>a</p>'.repeat(5_000)}</html></body></p>`);
    expect(page.ok && page.root.children.length).toBe(1);
  });
});

describe('the selectors of regions are cheap, or refused when the catalogue is loaded', () => {
  it.each([
    '.a',
    'main > .about .note',
    '#x [data-a~="b"]',
    '[property="x:y"]',
    'div:not(.b):first-child',
    'a[href^="https://a.example/+x"]',
  ])('%s is cheap', (selector) => {
    expect(() => assertRegions({ owner: [selector], foreign: [selector] })).not.toThrow();
  });

  it.each([
    ['', 'a region has an empty selector'],
    ['.a ~ .b', 'the region .a ~ .b uses a sibling combinator'],
    ['.a + .b', 'the region .a + .b uses a sibling combinator'],
    ['p:nth-child(2)', 'the region p:nth-child(2) uses :nth-child'],
    ['.a:has(.b)', 'the region .a:has(.b) uses :has'],
    ['.a:contains("b")', 'the region .a:contains("b") uses :contains'],
  ])('%j is refused', (selector, message) => {
    expect(() => assertRegions({ owner: [selector] })).toThrow(message);
    expect(() => assertRegions({ owner: [], foreign: [selector] })).toThrow(message);
  });

  it('and one that cannot be parsed is our own bug', () => {
    expect(() => extractHtml('<p>', { owner: ['p['] }, PAGE)).toThrow();
  });
});

describe('pages, for any markup', () => {
  const piece = fc.constantFrom(
    ...[
      '<div class="bio">',
      '</div>',
      '<p class=note>',
      '</p>',
      '<p',
      '<a href="/x" rel=cross-signing>',
      '</a>',
      '<br/>',
      '<svg>',
    ],
    ...[
      '</svg>',
      '<script>',
      '</script>',
      '<noscript>',
      '</noscript>',
      '<!--',
      '-->',
      '<head>',
      '</head>',
      '<body>',
      '<template>',
    ],
    ...[
      '</template>',
      '<table>',
      '<td>',
      '</table>',
      '"',
      "'",
      '=',
      '>',
      '<',
      '&',
      '&lt;',
      '&#0;',
      'text',
      ' ',
      '<iframe>',
      '<p hidden>',
    ],
  );
  const markup = fc.array(fc.oneof({ weight: 8, arbitrary: piece }, fc.string({ unit: 'binary' })), {
    maxLength: 60,
  });

  it('are read or refused, and nothing throws', () => {
    fc.assert(
      fc.property(markup, (parts) => {
        const result = read(parts.join(''));
        expect(result.ok || ['malformed', 'limit'].includes(result.reason)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('the owner’s text never holds what only stands outside the regions', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('<b>', '</b>', '<p>', '</p>', '<br>', 'mine', ' ')), (parts) => {
        const inside = parts.join('').replace(/<\/?[bp]>/g, ' ');
        const result = read(`<div>theirs</div><div class=about>${inside}</div><div>theirs</div>`);
        expect(result.ok && result.ownerText.join(' ')).not.toMatch(/theirs/);
        expect(result.ok && result.bodyText).toEqual(['theirs', 'theirs']);
      }),
    );
  });

  it('escaped text comes back as it was, and never as markup', () => {
    const asReferences = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
    const line = fc.string({ unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(line, (text) => {
        const result = read(`<p class=about>${asReferences(text)}</p>`);
        const shown = text.replace(/ +/g, ' ').trim();
        expect(result.ok && result.ownerText).toEqual(shown === '' ? [] : [shown]);
      }),
    );
  });
});
