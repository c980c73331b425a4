import type { Earlier } from './earlier-statement.js';
import { type IdentityKey, signatureAlgorithm } from './identity-key.js';
import { sha256 } from './sha256.js';
import { toBase64url } from './to-base64url.js';

/** Seconds that a statement holds: a year, as `crossproof sign` makes them (profile section 1). */
export const STATEMENT_SECONDS = 365 * 86_400;
/** Accounts that one statement may name, and revoke (profile section 1). */
export const MAX_NAMED = 256;
/** Seconds that `iat` may be pushed ahead, so that two statements of one second differ: readers' clocks allow for 5 minutes. */
const MAX_PUSH_SECONDS = 60;
/** Characters of a proof token's digest (profile section 2). */
const TOKEN_CHARS = 22;

/** What is signed: canonical URIs, as the server spelled them and the person read them. */
export interface Stated {
  readonly subject: string;
  readonly accounts: readonly string[];
  /** Accounts that were the person's and are no longer. */
  readonly revoked?: readonly string[];
  /** The statement that this one follows. */
  readonly earlier?: Pick<Earlier, 'seq' | 'digest' | 'keys'> | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Nothing that readers would take can be signed now; the message is for the person who wanted it. */
export class StatementError extends Error {
  override readonly name = 'StatementError';
}

/**
 * The statement of profile section 1 in its plain form, signed here: a compact JWS.
 * @throws StatementError
 */
export async function signStatement(key: IdentityKey, stated: Stated): Promise<string> {
  const { subject, accounts, revoked = [], earlier = null, now } = stated;
  if (Math.max(accounts.length, revoked.length) > MAX_NAMED)
    throw new StatementError(
      `A statement has room for ${MAX_NAMED} accounts, and as many that are no longer yours.`,
    );
  const iat = timeAfter(earlier, now);
  const header = { typ: 'cross-signing+jwt', alg: key.jwk.alg, kid: key.thumbprint };
  const claims = {
    iss: key.thumbprint,
    sub: subject,
    cnf: { jwk: key.publicJwk },
    iat,
    exp: iat + STATEMENT_SECONDS,
    seq: iat,
    ...(earlier === null ? {} : { prev: earlier.digest }),
    // What it says of other keys stays said.
    ...(earlier === null || earlier.keys.length === 0 ? {} : { keys: earlier.keys }),
    ...(revoked.length === 0 ? {} : { revoked }),
    also_known_as: accounts,
  };
  const input = [header, claims].map((part) => toBase64url(utf8(JSON.stringify(part)))).join('.');
  const signature = await crypto.subtle.sign(signatureAlgorithm(key.jwk.crv), key.signing, utf8(input));
  return `${input}.${toBase64url(new Uint8Array(signature))}`;
}

/** Seconds since 1970, and after the statement before: two of one `seq` would be an equivocation. */
function timeAfter(earlier: Stated['earlier'], now: number): number {
  const seconds = Math.floor(now / 1_000);
  const next = Math.max(seconds, (earlier?.seq ?? 0) + 1);
  if (next - seconds > MAX_PUSH_SECONDS)
    throw new StatementError(
      'Your last statement is of a later time than the clock of this device. Set the clock.',
    );
  return next;
}

/** The token that binds this key to one account (profile section 2). */
export async function proofToken(thumbprint: string, account: string): Promise<string> {
  return `cross-signing:${(await sha256(`${thumbprint}\n${account}`)).slice(0, TOKEN_CHARS)}`;
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
