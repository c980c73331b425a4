import { describe, expect, it } from 'vitest';
import { makeMimiUri, parseMimiUri } from '../../src/identifier/mimi.js';

describe('parseMimiUri reads every kind of the draft', () => {
  it.each([
    ['mimi://a.example', 'provider', [], 'mimi://a.example'],
    ['mimi://a.example/', 'provider', [], 'mimi://a.example'],
    ['mimi://a.example/u/alice', 'user', ['alice'], 'mimi://a.example/u/alice'],
    ['mimi://a.example/p/crazykoala75', 'pseudonym', ['crazykoala75'], 'mimi://a.example/p/crazykoala75'],
    ['mimi://a.example/d/ClientA1', 'client', ['ClientA1'], 'mimi://a.example/d/ClientA1'],
    [
      'mimi://a.example/d/alice/ClientA1',
      'client',
      ['alice', 'ClientA1'],
      'mimi://a.example/d/alice/ClientA1',
    ],
    ['mimi://a.example/r/clubhouse', 'room', ['clubhouse'], 'mimi://a.example/r/clubhouse'],
    ['mimi://a.example/g/TII9t5viBrXiXc', 'group', ['TII9t5viBrXiXc'], 'mimi://a.example/g/TII9t5viBrXiXc'],
    ['mimi://a.example/t/engineering', 'team', ['engineering'], 'mimi://a.example/t/engineering'],
    ['MIMI://A.EXAMPLE./u/A%6Cice', 'user', ['Alice'], 'mimi://a.example/u/Alice'],
    ['mimi://a.example/d/u/a%2fb', 'client', ['u', 'a%2Fb'], 'mimi://a.example/d/u/a%2Fb'],
    [
      'mimi://a.example/u/juliet@b.example',
      'user',
      ['juliet@b.example'],
      'mimi://a.example/u/juliet@b.example',
    ],
    ['mimi://xn--bcher-kva.example/u/a', 'user', ['a'], 'mimi://xn--bcher-kva.example/u/a'],
    ['mimi://h/u/a', 'user', ['a'], 'mimi://h/u/a'],
  ])('%s is a %s', (text, kind, segments, uri) => {
    expect(parseMimiUri(text)).toEqual({ ok: true, uri, host: uri.split('/')[2], kind, segments });
  });

  it('keeps users apart whose names differ in case', () => {
    const [one, two] = ['mimi://a.example/u/Alice', 'mimi://a.example/u/alice'].map((text) =>
      parseMimiUri(text),
    );
    expect(one).not.toEqual(two);
  });
});

describe('parseMimiUri refuses what is no identity', () => {
  it.each([
    ['mimi:a.example/u/a', 'a MIMI URI has "//" and a host after its scheme'],
    ['mimi://', 'the MIMI URI is refused: its host is empty'],
    ['mimi:///u/alice', 'the MIMI URI is refused: its host is empty'],
    ['https://a.example/u/a', 'a MIMI URI begins with "mimi://"'],
    [
      'mimi://a.example@b.example/u/a',
      'a MIMI URI has no userinfo: what stands before the @ is not its host',
    ],
    ['mimi://a.example:443/u/a', 'a MIMI URI has no port'],
    ['mimi://127.0.0.1/u/a', 'the MIMI URI is refused: its host is an IP address or looks like one'],
    ['mimi://[::1]/u/a', 'a MIMI URI has no port'],
    ['mimi://a.example/u/a?x', 'a MIMI URI has neither query nor fragment'],
    ['mimi://a.example/u/a#x', 'a MIMI URI has neither query nor fragment'],
    ['mimi://a.example/x/a', 'the first segment of a MIMI URI is one of u, p, d, r, g, t'],
    ['mimi://a.example/U/a', 'the first segment of a MIMI URI is one of u, p, d, r, g, t'],
    ['mimi://a.example/constructor/a', 'the first segment of a MIMI URI is one of u, p, d, r, g, t'],
    ['mimi://a.example/u', 'a MIMI URI has one segment after /u/'],
    ['mimi://a.example/u/', 'the MIMI URI is refused: it has an empty segment or a trailing slash'],
    ['mimi://a.example/u/a/', 'a MIMI URI has one segment after /u/'],
    ['mimi://a.example/d/u/a/b', 'a MIMI URI has one or two segments after /d/'],
    ['mimi://a.example/u/%2E%2e', 'the MIMI URI is refused: it has a dot segment'],
    ['mimi://a.example/u/a%2', 'the MIMI URI is refused: it contains a stray percent sign'],
    ['mimi://a.example/u/%FF', 'the MIMI URI is refused: its percent-encoded octets are not UTF-8'],
    ['mimi://a.example/u/a\\b', 'the MIMI URI is refused: "\\" may not stand unencoded in its path'],
    ['mimi://a.example/u/bücher', 'a MIMI URI in a document is all ASCII'],
    [
      'mimi://a.example/u/%00',
      'the MIMI URI is refused: it contains U+0000, a character that cannot be seen or has no fixed meaning',
    ],
    [
      'mimi://a.example/u/a\u202Eb',
      'the MIMI URI is refused: it contains U+202E, a character that cannot be seen or has no fixed meaning',
    ],
  ])('%s', (text, message) => {
    expect(parseMimiUri(text)).toEqual({ ok: false, message });
  });

  it('a URI of more than 2048 octets, also when only its encoding makes it so long', () => {
    const message = 'a MIMI URI has at most 2048 octets';
    expect(parseMimiUri(`mimi://a.example/u/${'a'.repeat(2029)}`).ok).toBe(true);
    expect(parseMimiUri(`mimi://a.example/u/${'a'.repeat(2030)}`)).toEqual({ ok: false, message });
    expect(parseMimiUri(`mimi://a.example/u/${'ü'.repeat(400)}`, { userInput: true })).toEqual({
      ok: false,
      message,
    });
  });
});

describe('a person may type what a document may not hold', () => {
  it('names and hosts that are not ASCII come out encoded', () => {
    expect(parseMimiUri('mimi://bücher.example/u/zoë', { userInput: true })).toEqual({
      ok: true,
      uri: 'mimi://xn--bcher-kva.example/u/zo%C3%AB',
      host: 'xn--bcher-kva.example',
      kind: 'user',
      segments: ['zo%C3%AB'],
    });
  });
});

describe('makeMimiUri', () => {
  it('encodes what would be read as something else', () => {
    expect(makeMimiUri('a.example', 'client', ['juliet', 'a/b %41'])).toBe(
      'mimi://a.example/d/juliet/a%2Fb%20%2541',
    );
  });

  it.each([
    ['a dot segment', ['..']],
    ['an empty name', ['']],
    ['one name too many', ['a', 'b']],
  ])('makes none of %s', (_, names) => {
    expect(makeMimiUri('a.example', 'user', names)).toBeNull();
  });
});
