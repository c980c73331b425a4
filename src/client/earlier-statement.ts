import { fromBase64url } from './from-base64url.js';
import { signerOf } from './identity-key.js';
import { sha256 } from './sha256.js';

/** A statement of a person, as far as the next one needs it. */
export interface Earlier {
  /** As it is signed; URIs may be in any spelling. */
  readonly subject: string;
  readonly accounts: readonly string[];
  readonly revoked: readonly string[];
  /** What it says of other keys, as it stands. */
  readonly keys: readonly unknown[];
  readonly seq: number;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly exp: number;
  /** What `prev` of the next one holds (profile section 1). */
  readonly digest: string;
  /** Thumbprint URI of the key that signed it. */
  readonly signer: string;
}

/** The file holds no statement that another one could follow; the message is for the person who chose it. */
export class StatementFileError extends Error {
  override readonly name = 'StatementFileError';
}

/**
 * Reads the statement that this page or `crossproof sign` made, one past its end too.
 * @throws StatementFileError
 */
export async function readEarlier(text: string): Promise<Earlier> {
  const jws = text.trim();
  const [head = '', body = '', end = '', more] = jws.split('.');
  const { typ } = membersIn(head);
  // Followed by a plain one, it would tell everybody what it told each place alone.
  if (typ === 'cross-signing+sd-jwt')
    throw new StatementFileError(
      'It discloses each account to its own place only: follow it with the command `crossproof sign --sd --prev`.',
    );
  const signature = fromBase64url(end);
  if (typ !== 'cross-signing+jwt' || signature === null || more !== undefined) throw noStatement();
  const claims = membersIn(body);
  const signer = await signerOf(membersOf(claims.cnf).jwk, `${head}.${body}`, signature);
  if (signer === null || signer !== claims.iss)
    throw new StatementFileError('Its signature does not hold: the file was changed, or is not whole.');
  const { sub, seq, iat, exp } = claims;
  const revoked = textsIn(claims.revoked);
  if (revoked.includes(signer))
    throw new StatementFileError('It ended its key: begin with a new key, and without this file.');
  if (typeof sub !== 'string' || !isWhole(seq) || !isWhole(iat) || !isWhole(exp)) throw noStatement();
  return {
    ...{ subject: sub, accounts: textsIn(claims.also_known_as), revoked, seq, iat, exp, signer },
    keys: Array.isArray(claims.keys) ? (claims.keys as readonly unknown[]) : [],
    digest: await sha256(`${head}.${body}`),
  };
}

const noStatement = (): StatementFileError =>
  new StatementFileError('It is no statement: choose the file that was saved when you last signed.');

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

interface Members {
  readonly [name: string]: unknown;
}

/** The members of a part of a JWS; none where it is no JSON object. */
function membersIn(part: string): Members {
  const bytes = fromBase64url(part);
  try {
    return bytes === null ? {} : membersOf(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return {};
  }
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {};
}
