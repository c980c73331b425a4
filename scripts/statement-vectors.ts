import { createHmac } from 'node:crypto';
import type { Refusal } from '../src/verify/types.js';
import {
  ALICE,
  claims,
  digestOf,
  disclosure,
  header,
  MALLORY,
  type Members,
  NOW_SECONDS,
  sdToken,
  testKey,
  thumbprintOf,
  token,
} from '../test/verify/support/tokens.js';

/** A statement that has to be refused, and for which reason. */
export interface InvalidVector {
  readonly text: string;
  readonly refusal: Refusal;
}

/** A statement that has to hold, and what it has to say; members that are not listed are not compared. */
export interface ValidVector {
  readonly text: string;
  readonly statement: Members;
}

const L = 2n ** 252n + 27742317777372353535851937790883648493n;
/** An encoding of y = 1: the neutral element, of order 1. */
const NEUTRAL = Buffer.concat([Buffer.from([1]), Buffer.alloc(31)]);
const GITHUB = 'https://github.com/alice';
const DIARY = 'https://diary.example/';
const FIRST = disclosure('the first salt', GITHUB);
const SECOND = disclosure('the second salt', DIARY);
const place = (text: string) => ({ '...': digestOf(text) });

const withClaims = (changes: Members) => token(header(), claims(changes));
const withHeader = (changes: Members) => token(header(changes));
const withKey = (jwk: Members) => withClaims({ cnf: { jwk } });

function refused(refusal: Refusal, cases: Readonly<Record<string, string>>): [string, InvalidVector][] {
  return Object.entries(cases).map(([name, text]) => [name, { text, refusal }]);
}

/** The first bit that base64url of such a length does not use is set: another spelling of the same bytes. */
function unusedBit(part: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  if (part.length % 4 === 0) throw new Error('every bit of this length is used');
  return part.slice(0, -1) + alphabet[alphabet.indexOf(part.slice(-1)) + 1];
}

function changePart(text: string, index: number, change: (part: string) => string): string {
  return text
    .split('.')
    .map((part, at) => (at === index ? change(part) : part))
    .join('.');
}

/** A header that leaves unused bits in its last character. */
function paddedHeader(): string {
  for (const spaces of ['', ' ', '  ']) {
    const head = JSON.stringify(header()) + spaces;
    if (Buffer.byteLength(head) % 3 !== 0) return head;
  }
  throw new Error('unreachable: one of three lengths leaves bits');
}

function paddedClaims(): string {
  for (const spaces of ['', ' ', '  ']) {
    const payload = JSON.stringify(claims()) + spaces;
    if (Buffer.byteLength(payload) % 3 !== 0) return payload;
  }
  throw new Error('unreachable: one of three lengths leaves bits');
}

/** The same signature with L added to its second half. */
function unreduced(text: string): string {
  return changePart(text, 2, (part) => {
    const bytes = Buffer.from(part, 'base64url');
    const scalar = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`) + L;
    const second = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex').reverse();
    return Buffer.concat([bytes.subarray(0, 32), second]).toString('base64url');
  });
}

/** Under the neutral element as key, R neutral and S zero verify for every message. */
function smallOrder(): string {
  const jwk = { crv: 'Ed25519', kty: 'OKP', x: NEUTRAL.toString('base64url') };
  const key = {
    ...ALICE,
    jwk,
    thumbprint: thumbprintOf(jwk),
    sign: () => Buffer.concat([NEUTRAL, Buffer.alloc(32)]),
  };
  return token(header({}, key), claims({}, key), key);
}

/** The key of a statement as the secret of an HMAC: what an `alg` taken as an instruction falls for. */
function hmac(): string {
  const input = token(header({ alg: 'HS256' }))
    .split('.')
    .slice(0, 2)
    .join('.');
  const secret = Buffer.from(String(ALICE.jwk.x), 'base64url');
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

/** Two coordinates of the right length that are no point of any curve here. */
const NO_POINT = { x: digestOf('x'), y: digestOf('y') };
/** Ed25519: y = 2 is below the prime, and no x belongs to it. */
const OFF_CURVE = Buffer.from(`02${'00'.repeat(31)}`, 'hex').toString('base64url');
const otherSpelling = unusedBit(String(ALICE.jwk.x));
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const accounts = (count: number) =>
  Array.from({ length: count }, (_, index) => `https://site${index}.example/`);
const rawClaims = (text: string) => token(header(), JSON.stringify(claims()).replace(/\}$/, `,${text}}`));

const malformed = refused('malformed', {
  'an empty text': '',
  'two parts': token().split('.').slice(0, 2).join('.'),
  'four parts': `${token()}.AA`,
  'a space before the token': ` ${token()}`,
  'a line end after the token': `${token()}\n`,
  'padding after the header': changePart(token(), 0, (part) => `${part}=`),
  'a header in another spelling': changePart(token(paddedHeader()), 0, unusedBit),
  'a payload in another spelling': changePart(token(header(), paddedClaims()), 1, unusedBit),
  'a signature in another spelling': changePart(token(), 2, unusedBit),
  'a foreign character in the payload': changePart(
    token(),
    1,
    (part) => `${part.slice(0, 9)}*${part.slice(9)}`,
  ),
  'a header that is an array': token('["cross-signing+jwt"]'),
  'a header that is no JSON': token('{"typ":"cross-signing+jwt",}'),
  'a header with the same member twice': token(`{"typ":"JWT",${JSON.stringify(header()).slice(1)}`),
  'a payload that is an array': token(header(), '[]'),
  'a payload that is no JSON': token(header(), 'alice'),
  'a payload that is not UTF-8': token(header(), Buffer.from([0x7b, 0xff, 0x7d])),
  'a payload with a byte order mark': token(header(), `\uFEFF${JSON.stringify(claims())}`),
  'a claim twice': rawClaims('"sub":"mimi://a.example/u/mallory"'),
  'a claim twice, once with an escape': rawClaims('"s\\u0075b":"mimi://a.example/u/mallory"'),
  'a member twice below the top': rawClaims('"x":{"y":[{"z":1,"z":2}]}'),
  'a payload nested deeper than the limit': rawClaims(`"x":${deep(17)}`),
  'a plain statement with a tilde': `${token()}~`,
  'a plain statement with a disclosure': `${token()}~${FIRST}~`,
});

const header_ = [
  ...refused('not-a-statement', {
    'no typ': withHeader({ typ: undefined }),
    'typ JWT': withHeader({ typ: 'JWT' }),
    'typ of another token': withHeader({ typ: 'crossproof-report+jwt' }),
    'typ with a suffix': withHeader({ typ: 'cross-signing+jwt2' }),
    'typ that is no text': withHeader({ typ: ['cross-signing+jwt'] }),
  }),
  ...refused('header', {
    'no kid': withHeader({ kid: undefined }),
    'kid that is no text': withHeader({ kid: 7 }),
    'crit with a name that is not known': withHeader({ crit: ['x'], x: 1 }),
    'crit with b64': withHeader({ crit: ['b64'], b64: true }),
    'an empty crit': withHeader({ crit: [] }),
    'b64 true without crit': withHeader({ b64: true }),
    'b64 false without crit': withHeader({ b64: false }),
  }),
  ...refused('algorithm', {
    'no alg': withHeader({ alg: undefined }),
    'alg that is no text': withHeader({ alg: 1 }),
    'alg none': changePart(withHeader({ alg: 'none' }), 2, () => ''),
    'alg none with a signature': withHeader({ alg: 'none' }),
    'alg None in other letters': withHeader({ alg: 'nOnE' }),
    'alg HS256 with the public key as secret': hmac(),
    'alg ES256 with an Ed25519 key': withHeader({ alg: 'ES256' }),
    'alg RS256': withHeader({ alg: 'RS256' }),
    'alg eddsa in lower case': withHeader({ alg: 'eddsa' }),
  }),
];

const key = [
  ...refused('key', {
    'a private key in cnf': withKey(ALICE.privateJwk),
    'a symmetric key in cnf': withKey({ kty: 'oct', k: 'AAAA' }),
    'an RSA key in cnf': withKey({ kty: 'RSA', e: 'AQAB', n: Buffer.alloc(256, 0xc3).toString('base64url') }),
    'a curve that signs no statements': withKey({ crv: 'secp256k1', kty: 'EC', ...NO_POINT }),
    'a key of 31 bytes': withKey({ ...ALICE.jwk, x: Buffer.alloc(31, 9).toString('base64url') }),
    'a key of 33 bytes': withKey({ ...ALICE.jwk, x: Buffer.alloc(33, 9).toString('base64url') }),
    'a key in another spelling': withKey({ ...ALICE.jwk, x: otherSpelling }),
    'a key with padding': withKey({ ...ALICE.jwk, x: `${ALICE.jwk.x}=` }),
    'a key off the curve': withKey({ ...ALICE.jwk, x: OFF_CURVE }),
    'a key of small order whose signature holds for everything': smallOrder(),
    'a key not reduced': withKey({
      ...ALICE.jwk,
      x: Buffer.from(`f0${'ff'.repeat(30)}7f`, 'hex').toString('base64url'),
    }),
    'a P-256 key off the curve': withKey({ crv: 'P-256', kty: 'EC', ...NO_POINT }),
    'a P-256 key without y': withKey({ crv: 'P-256', kty: 'EC', x: NO_POINT.x }),
    'a P-256 key with a short coordinate': withKey({ crv: 'P-256', kty: 'EC', ...NO_POINT, y: 'AAAA' }),
    'a key for encryption': withKey({ ...ALICE.jwk, use: 'enc' }),
    'a key that may only sign': withKey({ ...ALICE.jwk, key_ops: ['sign'] }),
    'a key for another algorithm': withKey({ ...ALICE.jwk, alg: 'ES256' }),
    'cnf without a key': withClaims({ cnf: {} }),
    'cnf with a key id only': withClaims({ cnf: { kid: ALICE.thumbprint } }),
    'a private key among keys': withClaims({ keys: [{ jwk: MALLORY.privateJwk, role: 'device' }] }),
    'a next key off the curve': withClaims({
      keys: [{ jwk: { ...ALICE.jwk, x: OFF_CURVE }, role: 'next' }],
    }),
    'a next key that may sign no statements': withClaims({
      keys: [
        { jwk: { kty: 'RSA', e: 'AQAB', n: Buffer.alloc(256, 0xc3).toString('base64url') }, role: 'next' },
      ],
    }),
  }),
  ...refused('thumbprint', {
    'iss of another key': withClaims({ iss: MALLORY.thumbprint }),
    'kid of another key': withHeader({ kid: MALLORY.thumbprint }),
    'kid without the URI around it': withHeader({ kid: ALICE.thumbprint.split(':').at(-1) }),
    'iss in another hash': withClaims({ iss: ALICE.thumbprint.replace('sha-256', 'sha-512') }),
    'iss in upper case': withClaims({ iss: ALICE.thumbprint.replace('urn:', 'URN:') }),
  }),
  ...refused('signature', {
    'a signature of another key': token(header(), claims(), { ...MALLORY, thumbprint: ALICE.thumbprint }),
    'no signature': changePart(token(), 2, () => ''),
    'a signature cut short': changePart(token(), 2, (part) => part.slice(0, 84)),
    'a signature not reduced': unreduced(token()),
    'a payload changed after signing': changePart(
      token(),
      1,
      () => token(header(), claims({ seq: 8 })).split('.')[1] ?? '',
    ),
    'a header changed after signing': changePart(
      token(),
      0,
      () => token(header({ cty: 'x' })).split('.')[0] ?? '',
    ),
  }),
];

const claims_ = [
  ...refused('claims', {
    'no iss': withClaims({ iss: undefined }),
    'no cnf': withClaims({ cnf: undefined }),
    'cnf that is an array': withClaims({ cnf: [{ jwk: ALICE.jwk }] }),
    'no sub': withClaims({ sub: undefined }),
    'sub that is no text': withClaims({ sub: ['mimi://a.example/u/alice'] }),
    'sub of another scheme': withClaims({ sub: 'https://a.example/u/alice' }),
    'sub that is a native address': withClaims({ sub: 'alice@a.example' }),
    'sub that is a device': withClaims({ sub: 'mimi://a.example/d/alice' }),
    'sub that is a room': withClaims({ sub: 'mimi://a.example/r/alice' }),
    'sub that is a provider': withClaims({ sub: 'mimi://a.example' }),
    'sub with an unknown first segment': withClaims({ sub: 'mimi://a.example/x/alice' }),
    'sub with a port': withClaims({ sub: 'mimi://a.example:443/u/alice' }),
    'sub with userinfo': withClaims({ sub: 'mimi://a.example@b.example/u/alice' }),
    'no iat': withClaims({ iat: undefined }),
    'iat that is text': withClaims({ iat: String(NOW_SECONDS) }),
    'iat before time began': withClaims({ iat: -1, exp: 10 }),
    'no exp': withClaims({ exp: undefined }),
    'exp that is text': withClaims({ exp: '2027-01-01' }),
    'exp more than 400 days after iat': withClaims({ exp: NOW_SECONDS - 3600 + 400 * 86_400 + 1 }),
    'exp in milliseconds': withClaims({ exp: (NOW_SECONDS + 86_400) * 1000 }),
    'nbf that is text': withClaims({ nbf: 'now' }),
    'no seq': withClaims({ seq: undefined }),
    'seq zero': withClaims({ seq: 0 }),
    'seq below zero': withClaims({ seq: -7 }),
    'seq with a fraction': withClaims({ seq: 1.5 }),
    'seq that is text': withClaims({ seq: '7' }),
    'seq above iat': withClaims({ seq: NOW_SECONDS - 3599 }),
    'prev too short': withClaims({ prev: 'A'.repeat(42) }),
    'prev in another spelling': withClaims({ prev: unusedBit(digestOf('x')) }),
    'prev that is no text': withClaims({ prev: 1 }),
    'no also_known_as': withClaims({ also_known_as: undefined }),
    'also_known_as that is text': withClaims({ also_known_as: GITHUB }),
    'also_known_as with a number': withClaims({ also_known_as: [GITHUB, 1] }),
    'also_known_as with null': withClaims({ also_known_as: [null] }),
    'also_known_as with 257 elements': withClaims({ also_known_as: accounts(257) }),
    'keys that is an object': withClaims({ keys: {} }),
    'a key without a role': withClaims({ keys: [{ jwk: MALLORY.jwk }] }),
    'a key with a role that is not known': withClaims({ keys: [{ jwk: MALLORY.jwk, role: 'previous' }] }),
    'a key with an id that is no device': withClaims({
      keys: [{ jwk: MALLORY.jwk, role: 'device', id: 'mimi://a.example/u/alice' }],
    }),
    'revoked that is text': withClaims({ revoked: GITHUB }),
    'revoked with a number': withClaims({ revoked: [1] }),
  }),
  ...refused('from-the-future', {
    'iat more than 5 minutes ahead': withClaims({ iat: NOW_SECONDS + 301 }),
    'iat in milliseconds': withClaims({ iat: NOW_SECONDS * 1000, exp: NOW_SECONDS * 1000 + 60 }),
    'nbf more than 5 minutes ahead': withClaims({ nbf: NOW_SECONDS + 301 }),
  }),
];

const nested = disclosure('salt', { '...': digestOf(FIRST) });
const member = disclosure('salt', 'also_known_as', GITHUB);
const brokenOne = Buffer.from('["salt", "https://github.com/alice"').toString('base64url');

const disclosures = refused('disclosure', {
  'a digest twice': `${sdToken([place(FIRST), place(FIRST)])}~${FIRST}~`,
  'a digest twice that nothing opens': `${sdToken([place(FIRST), GITHUB, place(FIRST)])}~`,
  'a placeholder with another member': `${sdToken([{ ...place(FIRST), x: 1 }])}~${FIRST}~`,
  'a digest too short': `${sdToken([{ '...': 'AAAA' }])}~`,
  'a digest that is no text': `${sdToken([{ '...': 1 }])}~`,
  'an element that is a number': `${sdToken([1])}~`,
  'a disclosed number': `${sdToken([place(disclosure('salt', 1))])}~${disclosure('salt', 1)}~`,
  'a disclosed digest': `${sdToken([place(nested)])}~${nested}~${FIRST}~`,
  'a disclosed member of an object': `${sdToken([place(member)])}~${member}~`,
  'a disclosure without a salt': `${sdToken([place(disclosure(GITHUB))])}~${disclosure(GITHUB)}~`,
  'a disclosure that is no JSON': `${sdToken([place(brokenOne)])}~${brokenOne}~`,
  'an unknown hash': `${sdToken([place(FIRST)], { _sd_alg: 'md5' })}~${FIRST}~`,
  'a hash that is no text': `${sdToken([place(FIRST)], { _sd_alg: 256 })}~${FIRST}~`,
  'a digest of a claim': `${sdToken([GITHUB], { _sd: [digestOf(FIRST)] })}~`,
  'an empty list of digests': `${sdToken([GITHUB], { _sd: [] })}~`,
  'a digest among the keys': `${sdToken([GITHUB], { keys: [place(FIRST)] })}~`,
  'a digest among the revoked': `${sdToken([GITHUB], { revoked: [place(FIRST)] })}~`,
  'a digest of a member of cnf': `${sdToken([GITHUB], { cnf: { jwk: ALICE.jwk, _sd: [] } })}~`,
  'a digest of a claim in the plain form': withClaims({ _sd: [digestOf(FIRST)] }),
});

const [plainDigest] = refused('claims', {
  'a digest in the plain form': withClaims({ also_known_as: [place(FIRST)] }),
});

/** Every refusal of profile section 1. */
export const INVALID: ReadonlyMap<string, InvalidVector> = new Map([
  ...malformed,
  ...header_,
  ...key,
  ...claims_,
  ...disclosures,
  ...(plainDigest ? [plainDigest] : []),
]);

const holds = (text: string, statement: Members): ValidVector => ({ text, statement });
const next = testKey('next');
const device = testKey('device');
const id = 'mimi://a.example/d/alice/phone';

/** Statements at the edges of the table that have to hold. */
export const VALID: ReadonlyMap<string, ValidVector> = new Map(
  Object.entries({
    'a plain statement': holds(token(), {
      form: 'jwt',
      key: ALICE.thumbprint,
      sub: 'mimi://a.example/u/alice',
      iat: NOW_SECONDS - 3600,
      exp: NOW_SECONDS + 86_400,
      seq: 7,
      uris: [GITHUB],
      next: [],
      revoked: [],
      endsKey: false,
      expired: false,
      hidden: 0,
    }),
    'alg Ed25519': holds(withHeader({ alg: 'Ed25519' }), { uris: [GITHUB] }),
    'typ with application before it': holds(withHeader({ typ: 'application/cross-signing+jwt' }), {
      form: 'jwt',
    }),
    'typ in other letters': holds(withHeader({ typ: 'Cross-Signing+JWT' }), { form: 'jwt' }),
    'header and claims that are not known': holds(
      token(header({ jku: 'https://evil.example/', x: 1 }), claims({ jti: 'x', aud: 'y', name: { z: [1] } })),
      { uris: [GITHUB] },
    ),
    'a key that may verify': holds(
      withKey({ ...ALICE.jwk, use: 'sig', key_ops: ['verify'], alg: 'EdDSA', kid: 'mine' }),
      { key: ALICE.thumbprint },
    ),
    'a pseudonym': holds(withClaims({ sub: 'mimi://a.example/p/4f2a' }), { sub: 'mimi://a.example/p/4f2a' }),
    'a sub to normalise': holds(withClaims({ sub: 'MIMI://A.Example/u/%61lice' }), {
      sub: 'mimi://a.example/u/alice',
    }),
    'no accounts': holds(withClaims({ also_known_as: [] }), { uris: [] }),
    '256 accounts': holds(withClaims({ also_known_as: accounts(256) }), { uris: accounts(256) }),
    'an account in two spellings': holds(withClaims({ also_known_as: ['https://DIARY.example', DIARY] }), {
      uris: [DIARY],
      spellings: { [DIARY]: ['https://DIARY.example', DIARY] },
    }),
    'accounts that nothing reads beside one that is read': holds(
      withClaims({
        also_known_as: ['gopher://old.example/', 'https://10.0.0.1/', '', GITHUB, 'https://a.example:8443/'],
      }),
      { uris: [GITHUB], unsupportedCount: 4 },
    ),
    'iat 5 minutes ahead': holds(withClaims({ iat: NOW_SECONDS + 300 }), { iat: NOW_SECONDS + 300 }),
    'nbf 5 minutes ahead': holds(withClaims({ nbf: NOW_SECONDS + 300 }), { uris: [GITHUB] }),
    'exp 400 days after iat': holds(withClaims({ iat: NOW_SECONDS, exp: NOW_SECONDS + 400 * 86_400 }), {
      expired: false,
    }),
    'exp in the past': holds(withClaims({ exp: NOW_SECONDS - 1 }), { expired: true, uris: [GITHUB] }),
    'exp this very second': holds(withClaims({ exp: NOW_SECONDS }), { expired: true }),
    'seq 1': holds(withClaims({ seq: 1 }), { seq: 1 }),
    'seq equal to iat': holds(withClaims({ seq: NOW_SECONDS - 3600 }), { seq: NOW_SECONDS - 3600 }),
    'a statement before it': holds(withClaims({ prev: digestOf('before') }), { prev: digestOf('before') }),
    'keys of every role': holds(
      withClaims({
        keys: [
          { jwk: next.jwk, role: 'next' },
          { jwk: device.jwk, role: 'device', id },
          { jwk: { crv: 'X25519', kty: 'OKP', x: device.jwk.x }, role: 'device' },
          { jwk: device.jwk, role: 'device-signing' },
          { jwk: device.jwk, role: 'user-signing' },
        ],
      }),
      {
        next: [next.thumbprint],
        keys: [
          { thumbprint: next.thumbprint, role: 'next' },
          { thumbprint: device.thumbprint, role: 'device', id },
          {
            thumbprint: thumbprintOf({ crv: 'X25519', kty: 'OKP', x: String(device.jwk.x) }),
            role: 'device',
          },
          { thumbprint: device.thumbprint, role: 'device-signing' },
          { thumbprint: device.thumbprint, role: 'user-signing' },
        ],
      },
    ),
    'accounts that are revoked': holds(withClaims({ revoked: ['https://DIARY.example', GITHUB] }), {
      revoked: [DIARY, GITHUB],
      endsKey: false,
    }),
    'a key that ends itself': holds(withClaims({ revoked: [ALICE.thumbprint] }), {
      revoked: [],
      endsKey: true,
    }),
    'selective disclosure, nothing shown': holds(`${sdToken([place(FIRST), place(SECOND)])}~`, {
      form: 'sd-jwt',
      uris: [],
      disclosed: [],
      hidden: 2,
    }),
    'selective disclosure, one shown': holds(`${sdToken([place(FIRST), place(SECOND)])}~${SECOND}~`, {
      uris: [DIARY],
      disclosed: [DIARY],
      hidden: 1,
    }),
    'selective disclosure, all shown in another order': holds(
      `${sdToken([place(FIRST), 'https://open.example/', place(SECOND)], { _sd_alg: 'sha-256' })}~${SECOND}~${FIRST}~`,
      { uris: [GITHUB, 'https://open.example/', DIARY], disclosed: [GITHUB, DIARY], hidden: 0 },
    ),
    'a disclosure that matches nothing': holds(`${sdToken([place(FIRST)])}~${SECOND}~bm8~~${FIRST}~`, {
      uris: [GITHUB],
      hidden: 0,
    }),
    'a key-binding JWT that nobody asked for': holds(`${sdToken([place(FIRST)])}~${FIRST}~${token()}`, {
      uris: [GITHUB],
    }),
    'a last tilde that an editor cut off': holds(`${sdToken([place(FIRST)])}~${FIRST}`, { uris: [GITHUB] }),
    'digests of another registered hash': holds(
      `${sdToken([{ '...': digestOf(FIRST, 'sha512') }], { _sd_alg: 'sha-512' })}~${FIRST}~`,
      { uris: [GITHUB] },
    ),
  }),
);
