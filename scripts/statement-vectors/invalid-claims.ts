import {
  ALICE,
  digestOf,
  disclosure,
  MALLORY,
  NOW_SECONDS,
  sdToken,
} from '../../test/verify/support/tokens.js';
import { accounts, FIRST, GITHUB, place, refused, unusedBit, withClaims } from './parts.js';

/** What is wrong with the claims or the disclosures. */
export const CLAIMS = [
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

export const DISCLOSURES = refused('disclosure', {
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

export const PLAIN_DIGEST = refused('claims', {
  'a digest in the plain form': withClaims({ also_known_as: [place(FIRST)] }),
});
