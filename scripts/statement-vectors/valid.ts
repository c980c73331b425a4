import {
  ALICE,
  claims,
  digestOf,
  header,
  type Members,
  NOW_SECONDS,
  sdToken,
  testKey,
  thumbprintOf,
  token,
} from '../../test/verify/support/tokens.js';
import {
  accounts,
  DIARY,
  FIRST,
  GITHUB,
  place,
  SECOND,
  type ValidVector,
  withClaims,
  withHeader,
  withKey,
} from './parts.js';

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
    'the SD form without any tilde': holds(sdToken([place(FIRST)]), { form: 'sd-jwt', uris: [], hidden: 1 }),
    'digests of another registered hash': holds(
      `${sdToken([{ '...': digestOf(FIRST, 'sha512') }], { _sd_alg: 'sha-512' })}~${FIRST}~`,
      { uris: [GITHUB] },
    ),
  }),
);
