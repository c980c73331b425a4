import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileTemplate, fillTemplate } from '../../src/services/index.js';

test('what was put in comes out again, whatever it is', () => {
  const matcher = compileTemplate('https://h.example/u/{user}');
  const user = fc
    .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
    .filter((text) => !/\p{Cs}/u.test(text));
  fc.assert(
    fc.property(user, (name) => {
      expect(matcher.match(fillTemplate('https://h.example/u/{user}', { user: name }))).toEqual({
        user: name,
      });
    }),
  );
});

test('a value never reaches beyond its place', () => {
  fc.assert(
    fc.property(fc.string(), (user) => {
      fc.pre(!/\p{Cs}/u.test(user) && user !== '.' && user !== '..');
      const url = new URL(fillTemplate('https://h.example/{user}/x?name={user}&kind=1', { user }));
      expect({ host: url.host, kind: url.searchParams.get('kind'), hash: url.hash }).toEqual({
        host: 'h.example',
        kind: '1',
        hash: '',
      });
      expect(url.searchParams.get('name')).toBe(user);
    }),
  );
});

test.each([
  ['https://h.example/{user}', 'https://h.example/a/', { user: 'a' }],
  ['https://h.example/{user}', 'https://h.example/a//', null],
  ['https://h.example/{user}', 'https://h.example/a/b', null],
  ['https://h.example/{user}', 'https://h.example/a?b', null],
  ['https://h.example/{user}', 'xhttps://h.example/a', null],
  ['https://h.example/{user}', 'https://hXexample/a', null],
  ['https://h.example/{user}', 'https://h.example/%zz', null],
  ['https://h.example/{user}', 'https://h.example/%ff', null],
  ['https://h.example/{user}', `https://h.example/${'a'.repeat(256)}`, null],
  ['acct:{user}@{host}', 'acct:a@b', { user: 'a', host: 'b' }],
  ['acct:{user}@{host}', 'acct:a@b@c', { user: 'a', host: 'b@c' }],
  ['https://h.example/user?id={user}', 'https://h.example/user?id=a', { user: 'a' }],
])('%s against %s', (template, text, expected) => {
  expect(compileTemplate(template).match(text)).toEqual(expected);
});

test('a variable without a value is a bug of ours', () => {
  expect(() => fillTemplate('https://h.example/{user}', {})).toThrow(/no value for user/);
});

test('a value of 255 characters fits in any script, and one more does not', () => {
  const matcher = compileTemplate('mimi://{host}/u/{user}');
  for (const character of ['a', 'é', '字']) {
    const uri = (length: number) => `mimi://a.example/u/${encodeURIComponent(character.repeat(length))}`;
    expect(matcher.match(uri(255))).toEqual({ host: 'a.example', user: character.repeat(255) });
    expect(matcher.match(uri(256))).toBeNull();
  }
});
