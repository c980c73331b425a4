import { parseStrictJson } from '../extract/strict-json.js';
import { decodeBase64url, decodeUtf8 } from './base64url.js';
import { checkPublicKey, type PublicKey } from './keys/public-key.js';
import { MAX_JSON_DEPTH, MAX_JSON_MEMBERS, MAX_STATEMENT_CHARS } from './limits.js';
import { type Checked, isJsonObject, type JsonObject, own, pass, refuse } from './result.js';
import { signatureHolds } from './signature.js';

/** A compact JWS taken apart; nothing of it is verified yet. */
export interface ParsedJws {
  readonly compact: string;
  readonly header: JsonObject;
  /** The payload's bytes: JSON for a JWT, anything for a JWS. */
  readonly payload: Buffer;
  readonly signature: Buffer;
}

/** What a caller of `verifyJws` restricts beyond the key's own algorithms. */
export interface VerifyJwsOptions {
  readonly algorithms?: readonly string[];
}

/** Takes a compact JWS (RFC 7515 section 7.1) apart: canonical base64url, and a strict JSON object as header. */
export function parseJws(compact: string): Checked<ParsedJws> {
  if (compact.length > MAX_STATEMENT_CHARS)
    return refuse('malformed', `more than ${MAX_STATEMENT_CHARS} characters`);
  const parts = compact.split('.', 4);
  if (parts.length !== 3) return refuse('malformed', 'not three parts with a dot between');
  const [headerBytes, payload, signature] = parts.map(decodeBase64url);
  if (!headerBytes || !payload || !signature) return refuse('malformed', 'a part is not canonical base64url');
  const header = parseJsonObject(headerBytes, 'header');
  if (!header.ok) return header;
  return pass({ compact, header: header.value, payload, signature });
}

/** Reads a header or a payload: UTF-8, no duplicate members at any depth, within the limits, an object. */
export function parseJsonObject(bytes: Uint8Array, part: string): Checked<JsonObject> {
  const text = decodeUtf8(bytes);
  if (text === null) return refuse('malformed', `the ${part} is not UTF-8`);
  const parsed = parseStrictJson(text, { maxDepth: MAX_JSON_DEPTH, maxMembers: MAX_JSON_MEMBERS });
  if (!parsed.ok) return refuse('malformed', `the ${part} is ${parsed.message}`);
  if (!isJsonObject(parsed.value)) return refuse('malformed', `the ${part} is not a JSON object`);
  return pass(parsed.value);
}

/**
 * Refuses extensions that change the meaning of what is signed: none is understood here, so any `crit` fails
 * (RFC 7515 section 4.1.11), and a JWT may not have an unencoded payload (RFC 7797 section 7).
 */
export function checkHeader(header: JsonObject): Checked<string> {
  if (own(header, 'crit') !== undefined)
    return refuse('header', 'the header has "crit", and no extension is understood');
  if (own(header, 'b64') !== undefined) return refuse('header', 'the header has "b64"');
  const alg = own(header, 'alg');
  if (typeof alg !== 'string') return refuse('algorithm', 'the header has no "alg"');
  return pass(alg);
}

/**
 * Verifies a compact JWS with one public JWK. The algorithm is the key's affair: `alg` of the header has to be
 * one of those, never an instruction (RFC 8725 section 3.1); `none` and HMAC are none of them.
 * @example const held = (await verifyJws(compact, jwk)).ok
 */
export async function verifyJws(
  compact: string,
  jwk: unknown,
  options: VerifyJwsOptions = {},
): Promise<Checked<ParsedJws>> {
  const parsed = parseJws(compact);
  if (!parsed.ok) return parsed;
  const key = checkPublicKey(jwk);
  if (!key.ok) return key;
  return verifyParsed(parsed.value, key.value, options);
}

/** The second half of `verifyJws`, for callers that hold a checked key already. */
export async function verifyParsed(
  jws: ParsedJws,
  key: PublicKey,
  options: VerifyJwsOptions = {},
): Promise<Checked<ParsedJws>> {
  const header = checkHeader(jws.header);
  if (!header.ok) return header;
  const alg = header.value;
  const allowed = key.algorithms.filter((name) => options.algorithms?.includes(name) ?? true);
  if (!allowed.includes(alg)) {
    return refuse('algorithm', `the algorithm ${JSON.stringify(alg.slice(0, 32))} is not one of this key`);
  }
  const signingInput = Buffer.from(jws.compact.slice(0, jws.compact.lastIndexOf('.')), 'ascii');
  if (await signatureHolds(key, alg, signingInput, jws.signature)) return pass(jws);
  return refuse('signature', 'the signature does not hold');
}
