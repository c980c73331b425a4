import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columns, cut, fitting } from '../../src/report/columns.js';

describe('columns of a terminal', () => {
  test.each([
    ['alice', 5],
    ['Zoë', 3],
    ['Zoe\u0308', 3],
    ['漢字', 4],
    ['ｆｕｌｌ', 8],
    ['한글', 4],
    ['👩', 2],
    ['', 0],
  ])('%s takes %d', (text, expected) => {
    expect(columns(text)).toBe(expected);
  });

  test('a text that fits stays whole, a longer one ends in an ellipsis', () => {
    expect(cut('漢字', 4)).toBe('漢字');
    expect(cut('漢字漢', 4)).toBe('漢…');
    expect(cut('alice', 4)).toBe('ali…');
  });

  test('a letter with thousands of marks is cut too', () => {
    expect(cut(`e${'\u0301'.repeat(10_000)}`, 10).length).toBeLessThanOrEqual(40);
  });

  test('a cut never splits a character, never exceeds the room, and always moves on', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.integer({ min: 3, max: 90 }),
        (text, room) => {
          const units = fitting(text, room);
          expect(units).toBeGreaterThan(0);
          expect(text.slice(0, units)).not.toMatch(/\p{Cs}/u);
          expect(columns(text.slice(0, units))).toBeLessThanOrEqual(room);
          expect(columns(cut(text, room))).toBeLessThanOrEqual(room);
        },
      ),
    );
  });
});
