import type { Account, UnsupportedAccount } from '../services/types.js';

/** Why something that claims to be a statement is none that holds. Closed list. */
export const REFUSALS = [
  'malformed', // not three base64url parts, not JSON, duplicate members, too long, too deep
  'not-a-statement', // another `typ`: not a statement, and not an invalid one
  'algorithm', // alg missing, `none`, HMAC, or not of this key
  'header', // kid, crit, b64 or another member of the header
  'claims', // a claim is missing, of a wrong type or out of range
  'key', // cnf.jwk: private members, not canonical, off the curve, of small order
  'thumbprint', // cnf.jwk, iss and kid do not agree
  'signature',
  'from-the-future', // iat or nbf
  'disclosure', // SD-JWT: digests or _sd where they may not be, duplicate digests, broken disclosure
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** What a key under `keys` is for (profile section 1). */
export const KEY_ROLES = ['next', 'device', 'device-signing', 'user-signing'] as const;
export type KeyRole = (typeof KEY_ROLES)[number];

/** A key that a statement states beside the identity key. */
export interface StatedKey {
  readonly thumbprint: string;
  readonly role: KeyRole;
  /** Normalised MIMI URI of the device, where stated. */
  readonly id?: string;
}

/** A statement whose signature and claims hold. `expired` ones are among them: expired is not absent. */
export interface Statement {
  /** As found, with the disclosures for an SD-JWT. */
  readonly text: string;
  readonly form: 'jwt' | 'sd-jwt';
  /** base64url SHA-256 of the signing input (`header.payload`): two statements are the same when these are. */
  readonly digest: string;
  /** Thumbprint URI of the identity key. */
  readonly key: string;
  /** Normalised MIMI URI. */
  readonly sub: string;
  /** Seconds. */
  readonly iat: number;
  readonly exp: number;
  readonly seq: number;
  readonly prev?: string;
  /** Named and readable, duplicates dropped, in the statement's order. Union with disclosures is made by the graph. */
  readonly accounts: readonly Account[];
  /**
   * How the statement itself spells each of `accounts` (the member's own text, before normalisation), by canonical URI:
   * a proof token counts over the canonical URI or over such a spelling (profile section 2).
   */
  readonly spellings: Readonly<Record<string, readonly string[]>>;
  /** Named, but nothing in the catalogue reads them. */
  readonly unsupported: readonly UnsupportedAccount[];
  /** Digests in also_known_as that no disclosure here opened. */
  readonly hidden: number;
  /** URIs of `accounts` and `unsupported` that came from disclosures rather than from the token itself. */
  readonly disclosed: readonly string[];
  /** Thumbprint URIs of keys with role `next`. */
  readonly next: readonly string[];
  /** Every key stated, those of `next` among them; `verifyStatement` always gives it. */
  readonly keys?: readonly StatedKey[];
  /** Canonical URIs under `revoked`, the own `iss` left out. */
  readonly revoked: readonly string[];
  /** Its own `iss` is under `revoked`: the key is ended. */
  readonly endsKey: boolean;
  /** exp is past at the time of verification. */
  readonly expired: boolean;
}

export type Verification =
  | { readonly ok: true; readonly statement: Statement }
  | { readonly ok: false; readonly refusal: Refusal; readonly message: string };
