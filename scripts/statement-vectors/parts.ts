import { createHmac } from 'node:crypto';
import type { Refusal } from '../../src/verify/types.js';
import {
  ALICE,
  claims,
  digestOf,
  disclosure,
  header,
  type Members,
  thumbprintOf,
  token,
} from '../../test/verify/support/tokens.js';

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
export const GITHUB = 'https://github.com/alice';
export const DIARY = 'https://diary.example/';
export const FIRST = disclosure('the first salt', GITHUB);
export const SECOND = disclosure('the second salt', DIARY);
export const place = (text: string) => ({ '...': digestOf(text) });

export const withClaims = (changes: Members) => token(header(), claims(changes));
export const withHeader = (changes: Members) => token(header(changes));
export const withKey = (jwk: Members) => withClaims({ cnf: { jwk } });

export function refused(
  refusal: Refusal,
  cases: Readonly<Record<string, string>>,
): [string, InvalidVector][] {
  return Object.entries(cases).map(([name, text]) => [name, { text, refusal }]);
}

/** The first bit that base64url of such a length does not use is set: another spelling of the same bytes. */
export function unusedBit(part: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  if (part.length % 4 === 0) throw new Error('every bit of this length is used');
  return part.slice(0, -1) + alphabet[alphabet.indexOf(part.slice(-1)) + 1];
}

export function changePart(text: string, index: number, change: (part: string) => string): string {
  return text
    .split('.')
    .map((part, at) => (at === index ? change(part) : part))
    .join('.');
}

/** A header that leaves unused bits in its last character. */
export function paddedHeader(): string {
  for (const spaces of ['', ' ', '  ']) {
    const head = JSON.stringify(header()) + spaces;
    if (Buffer.byteLength(head) % 3 !== 0) return head;
  }
  throw new Error('unreachable: one of three lengths leaves bits');
}

export function paddedClaims(): string {
  for (const spaces of ['', ' ', '  ']) {
    const payload = JSON.stringify(claims()) + spaces;
    if (Buffer.byteLength(payload) % 3 !== 0) return payload;
  }
  throw new Error('unreachable: one of three lengths leaves bits');
}

/** The same signature with L added to its second half. */
export function unreduced(text: string): string {
  return changePart(text, 2, (part) => {
    const bytes = Buffer.from(part, 'base64url');
    const scalar = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`) + L;
    const second = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex').reverse();
    return Buffer.concat([bytes.subarray(0, 32), second]).toString('base64url');
  });
}

/** Under the neutral element as key, R neutral and S zero verify for every message. */
export function smallOrder(): string {
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
export function hmac(): string {
  const input = token(header({ alg: 'HS256' }))
    .split('.')
    .slice(0, 2)
    .join('.');
  const secret = Buffer.from(String(ALICE.jwk.x), 'base64url');
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

/** Two coordinates of the right length that are no point of any curve here. */
export const NO_POINT = { x: digestOf('x'), y: digestOf('y') };
/** Ed25519: y = 2 is below the prime, and no x belongs to it. */
export const OFF_CURVE = Buffer.from(`02${'00'.repeat(31)}`, 'hex').toString('base64url');
export const otherSpelling = unusedBit(String(ALICE.jwk.x));
export const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
export const accounts = (count: number) =>
  Array.from({ length: count }, (_, index) => `https://site${index}.example/`);
export const rawClaims = (text: string) =>
  token(header(), JSON.stringify(claims()).replace(/\}$/, `,${text}}`));
