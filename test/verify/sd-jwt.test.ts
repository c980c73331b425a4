import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isJwsJson, signaturesOfJson } from '../../src/verify/formats/jws-json.js';
import { unpackSdJwt } from '../../src/verify/formats/sd-jwt.js';
import { joinPresentation, splitPresentation } from '../../src/verify/presentation.js';
import { verifyStatement } from '../../src/verify/statement.js';
import { digestOf, disclosure, NOW, sdToken } from './support/tokens.js';

const place = (text: string) => ({ '...': digestOf(text) });
const NAME = disclosure('salt 1', 'name', 'Alice');
const STREET = disclosure('salt 2', 'street', 'Main St');
const ADDRESS = disclosure('salt 3', 'address', { _sd: [digestOf(STREET)], city: 'Anytown' });
const ITEM = disclosure('salt 4', { deep: [place(disclosure('salt 5', 'x'))] });

describe('an SD-JWT is unpacked', () => {
  test.each([
    ['with nothing hidden', { a: 1 }, [], { a: 1 }],
    [
      'with nothing shown',
      { _sd: [digestOf(NAME)], list: [place(ITEM), 1], _sd_alg: 'sha-256' },
      [],
      { list: [1] },
    ],
    ['with a member shown', { _sd: [digestOf(NAME)], a: 1 }, [NAME], { a: 1, name: 'Alice' }],
    [
      'with one disclosure in another',
      { _sd: [digestOf(ADDRESS)] },
      [STREET, ADDRESS],
      { address: { city: 'Anytown', street: 'Main St' } },
    ],
    ['with an element shown', { list: [0, place(ITEM)] }, [ITEM], { list: [0, { deep: [] }] }],
    ['with another hash', { _sd: [digestOf(NAME, 'sha384')], _sd_alg: 'sha-384' }, [NAME], { name: 'Alice' }],
    ['with decoys', { _sd: [digestOf('decoy'), digestOf(NAME)] }, [NAME], { name: 'Alice' }],
  ])('%s', (_, payload, disclosures, value) => {
    expect(unpackSdJwt(payload, disclosures)).toEqual({ ok: true, value });
  });

  test.each([
    ['an unknown hash', { _sd_alg: 'sha-1' }, []],
    ['a digest twice', { _sd: [digestOf(NAME), digestOf(NAME)] }, [NAME]],
    ['a digest in two places', { _sd: [digestOf(NAME)], a: { _sd: [digestOf(NAME)] } }, []],
    ['a disclosure twice', { _sd: [digestOf(NAME)] }, [NAME, NAME]],
    ['a disclosure that nothing refers to', { a: 1 }, [NAME]],
    ['a disclosure under a parent that is not shown', { _sd: [digestOf(ADDRESS)] }, [STREET]],
    ['a member that is there already', { _sd: [digestOf(NAME)], name: 'Bob' }, [NAME]],
    ['a member shown as an element', { list: [place(NAME)] }, [NAME]],
    ['an element shown as a member', { _sd: [digestOf(ITEM)] }, [ITEM]],
    ['a placeholder with company', { list: [{ ...place(ITEM), a: 1 }] }, [ITEM]],
    ['a placeholder that is a member', { '...': digestOf(ITEM) }, []],
    ['_sd that is no list', { _sd: digestOf(NAME) }, []],
    ['a digest that is a number', { _sd: [1] }, []],
    ['_sd_alg below the top', { a: { _sd_alg: 'sha-256' } }, []],
    ['a disclosure named _sd', { _sd: [digestOf(disclosure('s', '_sd', []))] }, [disclosure('s', '_sd', [])]],
    ['a hidden expiry', { _sd: [digestOf(disclosure('s', 'exp', 1))] }, [disclosure('s', 'exp', 1)]],
    ['a disclosure of four parts', { _sd: [] }, [disclosure('s', 'a', 1, 2)]],
    ['a disclosure without a salt', { _sd: [] }, [disclosure(1, 'a', 1)]],
    ['a disclosure that is no list', { _sd: [] }, [Buffer.from('{}').toString('base64url')]],
    ['a disclosure in another spelling', { _sd: [] }, [`${NAME}=`]],
  ])('never with %s', (_, payload, disclosures) => {
    expect(unpackSdJwt(payload, disclosures)).toEqual({
      ok: false,
      refusal: 'disclosure',
      message: expect.stringMatching(/\w/),
    });
  });

  test('never deeper than the limit, however the disclosures nest', () => {
    let inner = disclosure('s', 0, 'bottom');
    const all: string[] = [];
    for (let level = 0; level < 30; level += 1) {
      inner = disclosure(`s${level}`, 'a', level === 0 ? 0 : { _sd: [digestOf(inner)] });
      all.push(inner);
    }
    expect(unpackSdJwt({ _sd: [digestOf(inner)] }, all)).toEqual({
      ok: false,
      refusal: 'disclosure',
      message: 'the disclosures are nested too deep',
    });
  });

  test('never by throwing', () => {
    const payload = fc.dictionary(fc.constantFrom('_sd', '...', '_sd_alg', 'a', '__proto__'), fc.jsonValue());
    fc.assert(
      fc.property(payload, fc.array(fc.oneof(fc.string(), fc.constant(NAME))), (object, disclosures) => {
        expect(typeof unpackSdJwt(object, disclosures).ok).toBe('boolean');
      }),
    );
  });
});

test('a presentation is split where it was joined', () => {
  const parts = fc.array(fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/), { maxLength: 8 });
  fc.assert(
    fc.property(parts, (disclosures) => {
      expect(splitPresentation(joinPresentation('h.p.s', disclosures))).toEqual({
        token: 'h.p.s',
        disclosures,
        keyBinding: null,
        hasTilde: true,
      });
    }),
  );
  expect(splitPresentation('h.p.s~A~k.b.j')).toEqual({
    token: 'h.p.s',
    disclosures: ['A'],
    keyBinding: 'k.b.j',
    hasTilde: true,
  });
});

describe('a JWS in JSON form', () => {
  test('is an object with a payload and a signature', () => {
    expect(isJwsJson({ payload: '', signature: '' })).toBe(true);
    expect(isJwsJson({ payload: '', signatures: [] })).toBe(true);
    expect(isJwsJson({ payload: '' })).toBe(false);
    expect(isJwsJson({ payload: {}, signature: '' })).toBe(false);
    expect(isJwsJson([])).toBe(false);
  });

  test('gives each of its signatures in compact form', () => {
    const header = { disclosures: ['A', 'B'], kid: 'x' };
    expect(signaturesOfJson({ payload: 'p', protected: 'h', signature: 's', header })).toEqual({
      ok: true,
      value: [{ compact: 'h.p.s', disclosures: ['A', 'B'] }],
    });
    expect(signaturesOfJson({ payload: 'p', signatures: [{ protected: 'h', signature: 's' }] })).toEqual({
      ok: true,
      value: [{ compact: 'h.p.s', disclosures: [] }],
    });
  });

  test.each([
    ['both forms at once', { payload: 'p', signature: 's', protected: 'h', signatures: [] }],
    ['no signature at all', { payload: 'p', signatures: [] }],
    [
      'seventeen signatures',
      { payload: 'p', signatures: Array(17).fill({ protected: 'h', signature: 's' }) },
    ],
    ['nothing protected', { payload: 'p', signature: 's', header: { alg: 'EdDSA' } }],
    ['a signature that is text', { payload: 'p', signatures: ['s'] }],
    ['a header that is text', { payload: 'p', protected: 'h', signature: 's', header: 'x' }],
    [
      'disclosures that are numbers',
      { payload: 'p', protected: 'h', signature: 's', header: { disclosures: [1] } },
    ],
  ])('is refused with %s', (_, jws) => {
    expect(signaturesOfJson(jws)).toMatchObject({ ok: false, refusal: 'malformed' });
  });
});

test('an account is found among a thousand disclosures of something else', async () => {
  const shown = disclosure('salt', 'https://diary.example/');
  const others = Array.from({ length: 1_000 }, (_, n) => disclosure(`salt ${n}`, 'https://b.example/'));
  const text = joinPresentation(sdToken([place(shown)]), [...others, shown]);
  const result = await verifyStatement(text, { now: NOW });
  if (!result.ok) throw new Error(result.message);
  expect(result.statement.disclosed).toEqual(['https://diary.example/']);
});
