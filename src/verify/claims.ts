import { parseMimiUri } from '../identifier/index.js';
import { decodeBase64url } from './base64url.js';
import { checkDeviceKey } from './keys/device-key.js';
import { checkIdentityKey } from './keys/public-key.js';
import { MAX_CLOCK_SKEW_SECONDS, MAX_KEYS, MAX_LIFETIME_SECONDS, MAX_REVOKED } from './limits.js';
import { type Checked, isJsonObject, type JsonObject, own, pass, refuse } from './result.js';
import { KEY_ROLES, type KeyRole, type StatedKey } from './types.js';

/** The claims of a statement beside `also_known_as`, checked. Times are seconds. */
export interface StatementClaims {
  readonly sub: string;
  readonly iat: number;
  readonly exp: number;
  readonly seq: number;
  readonly prev?: string;
  readonly keys: readonly StatedKey[];
  /** Elements of `revoked` as they stood, the own `iss` left out. */
  readonly revoked: readonly string[];
  readonly endsKey: boolean;
}

/**
 * Checks the claims against the table of profile section 1, `cnf` and `also_known_as` aside.
 * @param iss the thumbprint URI of the key that signed
 * @param nowSeconds the time of verification
 */
export function checkClaims(payload: JsonObject, iss: string, nowSeconds: number): Checked<StatementClaims> {
  const sub = checkSubject(own(payload, 'sub'));
  if (!sub.ok) return sub;
  const times = checkTimes(payload, nowSeconds);
  if (!times.ok) return times;
  const { iat, exp } = times.value;
  const seq = own(payload, 'seq');
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 1 || seq > iat) {
    return refuse('claims', '"seq" is not an integer from 1 to "iat"');
  }
  const prev = own(payload, 'prev');
  if (prev !== undefined && !isDigest(prev)) return refuse('claims', '"prev" is no base64url SHA-256');
  const keys = checkKeys(own(payload, 'keys'));
  if (!keys.ok) return keys;
  const revoked = checkRevoked(own(payload, 'revoked'));
  if (!revoked.ok) return revoked;
  return pass({
    sub: sub.value,
    iat,
    exp,
    seq,
    ...(prev === undefined ? {} : { prev: prev as string }),
    keys: keys.value,
    revoked: revoked.value.filter((uri) => uri !== iss),
    endsKey: revoked.value.includes(iss),
  });
}

/** The normalised MIMI URI of a user or a pseudonym, from exactly that scheme and no native spelling. */
export function checkSubject(sub: unknown): Checked<string> {
  if (typeof sub !== 'string') return refuse('claims', '"sub" is missing or not a string');
  const mimi = parseMimiUri(sub);
  if (!mimi.ok) return refuse('claims', `"sub" is no MIMI URI: ${mimi.message}`);
  if (mimi.kind !== 'user' && mimi.kind !== 'pseudonym') {
    return refuse('claims', `"sub" is a ${mimi.kind}, and neither a user nor a pseudonym`);
  }
  return pass(mimi.uri);
}

function checkTimes(payload: JsonObject, nowSeconds: number): Checked<{ iat: number; exp: number }> {
  const [iat, exp, nbf] = [own(payload, 'iat'), own(payload, 'exp'), own(payload, 'nbf')];
  if (!isNumericDate(iat)) return refuse('claims', '"iat" is missing or no time in seconds');
  if (!isNumericDate(exp)) return refuse('claims', '"exp" is missing or no time in seconds');
  if (nbf !== undefined && !isNumericDate(nbf)) return refuse('claims', '"nbf" is no time in seconds');
  const latest = nowSeconds + MAX_CLOCK_SKEW_SECONDS;
  if (iat > latest) return refuse('from-the-future', '"iat" is more than 5 minutes in the future');
  if (nbf !== undefined && nbf > latest)
    return refuse('from-the-future', '"nbf" is more than 5 minutes in the future');
  if (exp - iat > MAX_LIFETIME_SECONDS) return refuse('claims', '"exp" is more than 400 days after "iat"');
  return pass({ iat, exp });
}

/** NumericDate of RFC 7519 section 2: seconds, possibly with a fraction. */
function isNumericDate(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isDigest(value: unknown): value is string {
  return typeof value === 'string' && decodeBase64url(value)?.length === 32;
}

function checkKeys(value: unknown): Checked<readonly StatedKey[]> {
  if (value === undefined) return pass([]);
  if (!Array.isArray(value)) return refuse('claims', '"keys" is not an array');
  if (value.length > MAX_KEYS) return refuse('claims', `"keys" has more than ${MAX_KEYS} elements`);
  const keys: StatedKey[] = [];
  for (const element of value as unknown[]) {
    const key = checkStatedKey(element);
    if (!key.ok) return key;
    keys.push(key.value);
  }
  return pass(keys);
}

function checkStatedKey(element: unknown): Checked<StatedKey> {
  if (!isJsonObject(element)) return refuse('claims', 'an element of "keys" is not an object');
  const role = own(element, 'role');
  if (!isKeyRole(role)) return refuse('claims', 'a key has no role that is known');
  const key = role === 'next' ? checkIdentityKey(own(element, 'jwk')) : checkDeviceKey(own(element, 'jwk'));
  if (!key.ok) return key;
  const { thumbprint } = key.value;
  const id = own(element, 'id');
  if (id === undefined) return pass({ thumbprint, role });
  const client = typeof id === 'string' ? parseMimiUri(id) : null;
  if (!client?.ok || client.kind !== 'client') {
    return refuse('claims', 'the id of a key is not the MIMI URI of a device');
  }
  return pass({ thumbprint, role, id: client.uri });
}

function isKeyRole(role: unknown): role is KeyRole {
  return (KEY_ROLES as readonly unknown[]).includes(role);
}

function checkRevoked(value: unknown): Checked<readonly string[]> {
  if (value === undefined) return pass([]);
  if (!Array.isArray(value) || !value.every((element) => typeof element === 'string')) {
    return refuse('claims', '"revoked" is not an array of strings');
  }
  if (value.length > MAX_REVOKED + 1)
    return refuse('claims', `"revoked" has more than ${MAX_REVOKED} elements`);
  return pass(value);
}
