import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isolated, MAX_NAME_COLUMNS, printable } from '../../src/design/printable.js';
import { columns } from '../../src/report/columns.js';

describe('text of strangers', () => {
  it.each([
    ['a plain name', 'mimi://a.example/u/alice', 'mimi://a.example/u/alice'],
    ['letters of other scripts', 'mimi://a.example/u/אליס', 'mimi://a.example/u/אליס'],
    ['markup, which is escaped where it is written', '<b>&amp;', '<b>&amp;'],
    ['line ends and other controls', 'a\r\nb\0\u0007c\u2028d', 'a\uFFFDb\uFFFDc\uFFFDd'],
    ['an override of direction', 'exe.\u202Egnp', 'exe.\uFFFDgnp'],
    ['isolates that are not closed', '\u2066a\u2067', '\uFFFDa\uFFFD'],
    ['zero-width characters', 'pay\u200B\u200D\u2060pal\uFEFF', 'pay\uFFFDpal\uFFFD'],
    ['a soft hyphen and fillers', 'a\u00ADb\u3164c\u115F', 'a\uFFFDb\uFFFDc\uFFFD'],
    ['half a surrogate pair', 'a\uD83Db\uDE00', 'a\uFFFDb\uFFFD'],
    ['what is no character', 'a\uFFFEb\u{1FFFF}', 'a\uFFFDb\uFFFD'],
    ['invisible tags', 'a\u{E0061}\u{E007F}b', 'a\uFFFDb'],
    ['one picture of several', '👩\u200D🚀❤\uFE0F', '👩\u200D🚀❤\uFE0F'],
    ['a joiner between letters', 'a\u200Db', 'a\uFFFDb'],
    ['a tower of marks', `a${'\u0301'.repeat(50)}b`, `a${'\u0301'.repeat(4)}\uFFFDb`],
  ])('shows %s', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('is cut by columns, between characters', () => {
    expect(printable('a'.repeat(8_192), 10)).toBe('aaaaaaaaa…');
    expect(printable('👩'.repeat(100), 10)).toBe('👩👩👩👩…');
    expect(printable('é'.repeat(10), 10)).toBe('é'.repeat(10));
    expect(printable('\u200B'.repeat(1_000_000), 10)).toBe('\uFFFD…');
  });

  it('never holds what hides or reorders, whatever it was', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(...'a\u202E\u2066\u200B\u0000\uD800\uFFFE\u0301👩\u200D '),
    });
    fc.assert(
      fc.property(
        fc.oneof(hostile, fc.string({ unit: 'binary' })),
        fc.integer({ min: 1, max: 200 }),
        (text, room) => {
          const shown = printable(text, room);
          expect(columns(shown)).toBeLessThanOrEqual(Math.max(room, 3));
          expect(
            shown.replace(/\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?[\u200D\uFE0F]/gu, ''),
          ).not.toMatch(
            /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u,
          );
        },
      ),
    );
  });

  it('is the same when it is made printable again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = printable(text);
        expect(printable(shown)).toBe(shown);
      }),
    );
  });

  it('is isolated whole: nothing in it ends the isolation', () => {
    expect(isolated('\u2069\u202Eabc')).toBe('\u2068\uFFFDabc\u2069');
    expect(isolated('a'.repeat(500)).length).toBe(MAX_NAME_COLUMNS + 2);
  });
});
