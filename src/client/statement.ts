import { type IdentityKey, signatureAlgorithm } from './identity-key.js';
import { sha256 } from './sha256.js';
import { toBase64url } from './to-base64url.js';

/** Days that a statement holds (profile section 1). */
const DAYS = 365;
const DAY_SECONDS = 86_400;
/** Characters of a proof token's digest (profile section 2). */
const TOKEN_CHARS = 22;

/** What is signed: canonical URIs, as the server spelled them and the person read them. */
export interface Stated {
  readonly subject: string;
  readonly accounts: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The statement of profile section 1 in its plain form, signed here: a compact JWS. */
export async function signStatement(key: IdentityKey, { subject, accounts, now }: Stated): Promise<string> {
  const iat = Math.floor(now / 1_000);
  const header = { typ: 'cross-signing+jwt', alg: key.jwk.alg, kid: key.thumbprint };
  const claims = {
    iss: key.thumbprint,
    sub: subject,
    cnf: { jwk: key.publicJwk },
    iat,
    exp: iat + DAYS * DAY_SECONDS,
    seq: iat,
    also_known_as: accounts,
  };
  const input = [header, claims].map((part) => toBase64url(utf8(JSON.stringify(part)))).join('.');
  const signature = await crypto.subtle.sign(signatureAlgorithm(key.jwk.crv), key.signing, utf8(input));
  return `${input}.${toBase64url(new Uint8Array(signature))}`;
}

/** The token that binds this key to one account (profile section 2). */
export async function proofToken(thumbprint: string, account: string): Promise<string> {
  return `cross-signing:${(await sha256(`${thumbprint}\n${account}`)).slice(0, TOKEN_CHARS)}`;
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
