import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonText } from '../../src/cli/json-text.js';

test('what acts on a terminal is escaped, in values and in names', () => {
  expect(jsonText({ 'a\u009b31m': 'b\u007f\u202e\u2028\u{e0001}' }, 0)).toBe(
    '{"a\\u009b31m":"b\\u007f\\u202e\\u2028\\udb40\\udc01"}\n',
  );
});

test('what people write stays as it is', () => {
  expect(jsonText({ name: 'Zoë 字 👩' })).toBe('{\n  "name": "Zoë 字 👩"\n}\n');
});

test('it parses to the same value, and holds no character that acts', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (value) => {
      const text = jsonText(value, 0);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(text.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});
