import { load } from 'cheerio';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeXml, xml } from '../../src/design/xml.js';

describe('XML made by the template', () => {
  it('escapes every value, and no markup of its own', () => {
    const inner = xml`<b>${'<i> & "x" \'y\' ]]>'}</b>`;
    expect(String(xml`<a t="${'"><script>'}">${inner}${[inner]}</a>`)).toBe(
      `<a t="&quot;&gt;&lt;script&gt;">${inner}${inner}</a>`,
    );
  });

  it('leaves out what is not there, and rounds numbers', () => {
    expect(String(xml`<a x="${1.23456}" y="${-2}">${null}${false}${undefined}${[]}</a>`)).toBe(
      '<a x="1.23" y="-2"></a>',
    );
  });

  it('holds no character that XML forbids', () => {
    expect(escapeXml('a\0\u000B\uD800b\uFFFE\uFFFF\t\u{1F600}')).toBe(
      'a\uFFFD\uFFFD\uFFFDb\uFFFD\uFFFD\t\u{1F600}',
    );
  });

  it('gives back any text that XML can hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const $ = load(String(xml`<a t="${text}">${text}</a>`), { xml: true });
        const expected = text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
        expect([$('a').text(), $('a').attr('t'), $('*').length]).toEqual([expected, expected, 1]);
      }),
    );
  });
});
