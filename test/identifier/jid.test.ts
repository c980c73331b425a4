import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeLocalpart, formatJid, parseJid, unescapeLocalpart } from '../../src/identifier/jid.js';

const jid = (local: string | null, domain: string, resource: string | null, unroutable = false) => ({
  ok: true,
  jid: { local, domain, unroutable, resource },
});

describe('parseJid splits at the first slash, then at the first @', () => {
  it.each([
    ['example.com', jid(null, 'example.com', null)],
    ['romeo@example.com', jid('romeo', 'example.com', null)],
    ['romeo@example.com/orchard', jid('romeo', 'example.com', 'orchard')],
    ['example.com/a@b/c', jid(null, 'example.com', 'a@b/c')],
    ['romeo/orchard@example.com', jid(null, 'romeo', 'orchard@example.com')],
    ['romeo@example.com./x', jid('romeo', 'example.com', 'x')],
    ['romeo@192.0.2.1', jid('romeo', '192.0.2.1', null, true)],
    ['romeo@[2001:DB8::1]/x', jid('romeo', '[2001:db8::1]', 'x', true)],
    [`romeo@${'A'.repeat(80)}`, jid('romeo', 'a'.repeat(80), null, true)],
  ])('%s', (text, expected) => {
    expect(parseJid(text)).toEqual(expected);
  });
});

describe('enforcement folds the localpart and keeps the resource', () => {
  it.each([
    ['Romeo@Example.COM/Orchard', 'romeo@example.com/Orchard'],
    ['ＲＯＭＥＯ@example.com', 'romeo@example.com'],
    ['Straße@example.com', 'straße@example.com'],
    ['Ω@example.com', 'ω@example.com'],
    ['zoe\u0308@example.com', 'zoë@example.com'],
    ['a@bücher.example', 'a@xn--bcher-kva.example'],
    ['a@example.com/non\u00A0breaking', 'a@example.com/non breaking'],
    ['a@example.com/♚', 'a@example.com/♚'],
    ['a@example.com/Ⅳ', 'a@example.com/Ⅳ'],
    ['שלום@example.com', 'שלום@example.com'],
    ['d\\27artagnan@example.com', 'd\\27artagnan@example.com'],
  ])('%s → %s', (text, normalized) => {
    const read = parseJid(text);
    expect(read.ok && formatJid(read.jid)).toBe(normalized);
  });
});

describe('parseJid refuses', () => {
  it.each([
    ['an empty localpart', '@example.com'],
    ['an empty domain', 'romeo@'],
    ['an empty resource', 'romeo@example.com/'],
    ['a quote', '"romeo"@example.com'],
    ['a second @', 'a@b@example.com'],
    ['a colon', 'a:b@example.com'],
    ['a space', 'ro meo@example.com'],
    ['a chess king for a name', '♚@example.com'],
    ['a compatibility letter', 'ﬁn@example.com'],
    ['a Roman numeral', 'Ⅳ@example.com'],
    ['a control character in the resource', 'a@example.com/x\u0007'],
    ['a bidi mark in the resource', 'a@example.com/\u061Cx'],
    ['a zero width joiner', 'a\u200Db@example.com'],
    ['a lone surrogate', 'a\uD800@example.com'],
    ['both directions in a localpart', 'אa@example.com'],
    ['a number before right-to-left letters', '1א@example.com'],
    ['digits of two Arabic systems', 'א٠۰@example.com'],
    ['old hangul jamo', '\u1100@example.com'],
    ['a localpart of 1024 octets', `${'a'.repeat(1024)}@example.com`],
    ['a resource of 1024 octets', `a@example.com/${'ü'.repeat(512)}`],
    ['a bad IPv6 address', 'a@[2001::db8::1]'],
  ])('%s', (_, text) => {
    expect(parseJid(text)).toEqual({ ok: false, message: expect.any(String) });
  });

  it('and accepts parts of 1023 octets', () => {
    expect(parseJid(`${'a'.repeat(1023)}@example.com/${'a'.repeat(1023)}`).ok).toBe(true);
  });
});

describe('enforcement is idempotent', () => {
  it('for every string that is a JID', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 12 }),
        fc.string({ unit: 'grapheme', maxLength: 12 }),
        (a, b) => {
          const once = parseJid(`${a}@example.com/${b}`);
          if (once.ok) expect(parseJid(formatJid(once.jid))).toEqual(once);
        },
      ),
    );
  });
});

describe('XEP-0106', () => {
  it.each([
    ['space cadet', 'space\\20cadet'],
    ['call me "ishmael"', 'call\\20me\\20\\22ishmael\\22'],
    ['at&t guy', 'at\\26t\\20guy'],
    ["d'artagnan", 'd\\27artagnan'],
    ['/.fanboy', '\\2f.fanboy'],
    ['::foo::', '\\3a\\3afoo\\3a\\3a'],
    ['<foo>', '\\3cfoo\\3e'],
    ['user@host', 'user\\40host'],
    ['c:\\net', 'c\\3a\\net'],
    ['c:\\5commas', 'c\\3a\\5c5commas'],
    ['c:\\cool stuff', 'c\\3a\\cool\\20stuff'],
    ['\\3and\\2is\\5@x', '\\5c3and\\2is\\5\\40x'],
  ])('%s is escaped as %s, and back', (name, local) => {
    expect([escapeLocalpart(name), unescapeLocalpart(local)]).toEqual([local, name]);
  });

  it('has no way for a space at either end', () => {
    expect([escapeLocalpart(' a'), escapeLocalpart('a ')]).toEqual([null, null]);
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a5c2f\\ "&\'/:<>@') }), (name) => {
        const local = escapeLocalpart(name);
        if (local !== null) expect(unescapeLocalpart(local)).toBe(name);
      }),
    );
  });
});
