import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCandidates, scanCandidates } from '../../src/extract/candidates.js';
import { MAX_CANDIDATES, MAX_WORD_EDGE } from '../../src/extract/limits.js';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = encode({ alg: 'EdDSA', typ: 'cross-signing+jwt', kid: 'urn:example' });
const foreignHeader = encode({ alg: 'RS256', typ: 'JWT' });
const payload = encode({ sub: 'mimi://a.example/u/alice' });
const signature = 'c2lnbmF0dXJlLW9mLW5vYm9keQ';
const jws = `${header}.${payload}.${signature}`;
const sdJwt = `${jws}~${encode(['salt', 'one'])}~${encode(['salt', 'two'])}~`;
const token = 'cross-signing:Ab-_0123456789abcdefgh';

const asStatement = (text: string) => ({ kind: 'statement', container: 'jwt', text });
const asToken = { kind: 'token', container: 'proof-token', text: token };

describe('a claim is found where it stands as a word', () => {
  it.each([
    ['alone', token],
    ['in a sentence', `My proof is ${token}.`],
    ['in brackets', `see (${token}), and [${token}]`],
    ['in quotes', `"${token}" and '${token}' and “${token}” and «${token}»`],
    ['in angle brackets and back quotes', `<${token}> \`${token}\``],
    ['emphasised', `**${token}**`],
    ['after an emoji', `🔑${token}🔑 and ❤️${token}`],
    ['between bars', `home|${token}|work`],
    ['on a line of its own', `a\r\n${token}\r\nb`],
    ['after other scripts’ punctuation', `証明：${token}。`],
    ['between no-break spaces', `a\u00a0${token}\u00a0b`],
    ['with invisible characters at its edges', `\u200b${token}\ufeff`],
    ['with marks of direction around it', `\u2068${token}\u2069!`],
  ])('%s', (_where, text) => {
    expect(findCandidates(text)).toEqual([asToken]);
  });

  it.each([
    ['a compact JWS', jws, [asStatement(jws)]],
    ['a compact JWS at the end of a sentence', `(${jws}).`, [asStatement(jws)]],
    [
      'an SD-JWT with its disclosures',
      `${sdJwt}, yes`,
      [{ kind: 'statement', container: 'sd-jwt', text: sdJwt }],
    ],
    [
      'an SD-JWT with no disclosure',
      `${jws}~`,
      [{ kind: 'statement', container: 'sd-jwt', text: `${jws}~` }],
    ],
    [
      'a JWT of another type',
      `${foreignHeader}.${payload}.${signature}`,
      [asStatement(`${foreignHeader}.${payload}.${signature}`)],
    ],
    [
      'a header with white space',
      `${Buffer.from('{\n "alg":"EdDSA"}').toString('base64url')}.e30.c2ln`,
      [asStatement(`${Buffer.from('{\n "alg":"EdDSA"}').toString('base64url')}.e30.c2ln`)],
    ],
    ['several, in their order, each once', `${token} ${jws} ${token}`, [asToken, asStatement(jws)]],
  ])('%s', (_what, text, found) => {
    expect(findCandidates(text)).toEqual(found);
  });
});

describe('a token inside a longer word is none', () => {
  it.each([
    ['a letter before', `x${token}`],
    ['a letter after', `${token}x`],
    ['a letter of another script after', `${token}é`],
    ['a combining mark after', `${token}\u0301`],
    ['a slash after', `${token}/`],
    ['an equals sign after', `${token}=`],
    ['a query before', `https://a.example/?q=${token}`],
    ['a path before', `https://a.example/${token}`],
    ['a list in a URL', `https://a.example/(${token})/x,${token},y`],
    ['a scheme before', `urn:${token}`],
    ['an at sign after', `${token}@a.example`],
    ['a hyphen of another kind after', `${token}\u2010x`],
    ['a zero-width space and more after', `${token}\u200bx`],
    ['an unknown character after', `${token}\ufffd`],
    ['a zero-width joiner inside', `${token.slice(0, 20)}\u200d${token.slice(20)}`],
    ['a soft hyphen inside', `${token.slice(0, 20)}\u00ad${token.slice(20)}`],
    ['one character too few', token.slice(0, -1)],
    ['capitals', token.toUpperCase()],
    ['a capital in the prefix', token.replace('c', 'C')],
    ['look-alike letters', token.replace('c', 'с')],
    ['full-width letters', token.replace('c', 'ｃ')],
    ['a space after the colon', token.replace(':', ': ')],
    ['a line break inside', `${token.slice(0, 20)}\n${token.slice(20)}`],
  ])('%s', (_what, text) => {
    expect(findCandidates(text)).toEqual([]);
  });

  it.each([
    ['a scheme before a JWS', `jwt:${jws}`],
    ['a letter of another script in a JWS', `${jws}é`],
    ['a path after a JWS', `${jws}/x`],
    ['dotted words', 'example.com.uk ex.am.ple e.g.x'],
    ['two parts of another type', `${foreignHeader}.${payload}`],
    ['five parts (JWE) of another type', `${foreignHeader}.a.b.c.d`],
    ['a header alone', header],
  ])('%s is no statement', (_what, text) => {
    expect(findCandidates(text)).toEqual([]);
  });
});

describe('what claims to be a statement is seen even when broken, so that it can be refused', () => {
  it.each([
    ['without a signature part', `${header}.${payload}`],
    ['with four parts', `${jws}.${signature}`],
    ['with padding', `${header}=.${payload}=.${signature}`],
    ['unsecured, with an empty signature', `${encode({ alg: 'none' })}.${payload}.`],
    [
      'with a header that is no JSON',
      `${Buffer.from('{"typ":"cross-signing+jwt"').toString('base64url')}.e30.c2ln`,
    ],
  ])('%s', (_what, text) => {
    expect(findCandidates(`here: ${text} !`)).toEqual([asStatement(text)]);
  });
});

describe('hostile text', () => {
  it('gives at most MAX_CANDIDATES, and says that there were more', () => {
    const text = Array.from({ length: 20_000 }, (_, n) => `e30.e30.${n}`).join(' ');
    const scan = scanCandidates(text);
    expect(scan.overflow).toBe(true);
    expect(scan.candidates.map((candidate) => candidate.text)).toEqual(
      Array.from({ length: MAX_CANDIDATES }, (_, n) => `e30.e30.${n}`),
    );
    expect(scanCandidates(`${text.slice(0, 8)} `.repeat(20_000))).toMatchObject({ overflow: false });
  });

  it('takes a bounded number of characters off a word', () => {
    expect(findCandidates(`${'('.repeat(MAX_WORD_EDGE)}${token}${'!'.repeat(MAX_WORD_EDGE)}`)).toEqual([
      asToken,
    ]);
    expect(findCandidates(`${token}${'!'.repeat(MAX_WORD_EDGE + 1)}`)).toEqual([]);
  });

  it.each([
    ['beginnings of headers without an end', 'eyJ'.repeat(350_000)],
    ['beginnings of headers with dots', 'eyJ.'.repeat(260_000)],
    ['headers that never begin', 'eyJ '.repeat(260_000)],
    ['prefixes without a token', 'cross-signing:'.repeat(75_000)],
    ['opening brackets', '('.repeat(1_000_000)],
    ['closing punctuation', `a${'.'.repeat(1_000_000)}`],
    ['invisible characters', `a${'\u200b'.repeat(1_000_000)}`],
    ['tildes', '~'.repeat(1_000_000)],
    ['unpaired surrogates', '\ud800'.repeat(1_000_000)],
  ])('a million characters of %s hold nothing', (_what, text) => {
    expect(findCandidates(text)).toEqual([]);
  });
});

describe('candidates, for any text', () => {
  const words = fc.array(
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(token, jws, sdJwt, '.', '~', ' ')),
  );

  it('are words of the text, exactly', () => {
    fc.assert(
      fc.property(words, fc.constantFrom('', ' ', '.', 'x'), (parts, glue) => {
        const text = parts.join(glue);
        for (const candidate of findCandidates(text)) expect(text).toContain(candidate.text);
      }),
    );
  });

  it('are found between spaces whatever else stands there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        const found = findCandidates(`${before} ${token} ${after} ${sdJwt}`).map(
          (candidate) => candidate.text,
        );
        expect(found).toEqual(expect.arrayContaining([token, sdJwt]));
      }),
    );
  });

  it('are never cut out of a longer run of letters, digits and URI characters', () => {
    const glue = fc.constantFrom(...'abzXYZ019-_~/:?#@!$&+=%éßжあ中');
    fc.assert(
      fc.property(glue, glue, (before, after) => {
        expect(findCandidates(`${token}${after}x`)).toEqual([]);
        expect(findCandidates(`x${before}${token}`)).toEqual([]);
        expect(findCandidates(`${before}${token}${after}x`)).toEqual([]);
      }),
    );
  });
});
