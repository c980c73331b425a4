import { parseStrictJson } from '../../extract/strict-json.js';
import { decodeBase64url, decodeUtf8 } from '../base64url.js';
import { MAX_JSON_DEPTH, MAX_JSON_MEMBERS } from '../limits.js';
import { disclosureDigest, sdHash } from '../presentation.js';
import { type Checked, isJsonObject, type JsonObject, own, pass, refuse } from '../result.js';

/**
 * Names that a disclosure may not hide, because they would be believed only where they happen to be shown
 * (RFC 9901 section 9.7): who issued the token, for how long it holds, and whose key it is bound to.
 */
const NEVER_DISCLOSED = ['iss', 'aud', 'nbf', 'exp', 'cnf', '_sd_alg'];

type Disclosure = { readonly name: string | null; readonly value: unknown };

/** What the walk over a payload shares. */
interface Unpacking {
  readonly byDigest: ReadonlyMap<string, Disclosure>;
  readonly seen: Set<string>;
  readonly used: Set<string>;
}

class Broken extends Error {}

/**
 * Puts the disclosures of any SD-JWT into its payload, as RFC 9901 section 7.1 says: every digest occurs once,
 * every disclosure is used, what stays hidden disappears. The signature is the caller's to verify. (Statements
 * have narrower rules of their own.)
 * @returns the processed payload, without `_sd`, `_sd_alg` and placeholders
 */
export function unpackSdJwt(payload: JsonObject, disclosures: readonly string[]): Checked<JsonObject> {
  const hash = sdHash(own(payload, '_sd_alg'));
  if (!hash) return refuse('disclosure', '"_sd_alg" names no hash that is known');
  try {
    const byDigest = new Map<string, Disclosure>();
    for (const text of disclosures) {
      const digest = disclosureDigest(text, hash);
      if (byDigest.has(digest)) throw new Broken('a disclosure stands twice');
      byDigest.set(digest, readDisclosure(text));
    }
    const unpacking: Unpacking = { byDigest, seen: new Set(), used: new Set() };
    const { _sd_alg: _hash, ...signed } = payload;
    const result = unpackObject(signed, unpacking, 1);
    if (unpacking.used.size < byDigest.size) throw new Broken('a disclosure matches no digest');
    return pass(result);
  } catch (error) {
    if (error instanceof Broken) return refuse('disclosure', error.message);
    throw error;
  }
}

function readDisclosure(text: string): Disclosure {
  const bytes = decodeBase64url(text);
  const json = bytes && decodeUtf8(bytes);
  const parsed =
    json === null ? null : parseStrictJson(json, { maxDepth: MAX_JSON_DEPTH, maxMembers: MAX_JSON_MEMBERS });
  if (!parsed?.ok || !Array.isArray(parsed.value)) throw new Broken('a disclosure is not a JSON array');
  const parts: readonly unknown[] = parsed.value;
  if (typeof parts[0] !== 'string') throw new Broken('a disclosure has no salt');
  if (parts.length === 2) return { name: null, value: parts[1] };
  const name = parts[1];
  if (parts.length !== 3 || typeof name !== 'string')
    throw new Broken('a disclosure has neither two nor three parts');
  return { name, value: parts[2] };
}

function unpackValue(value: unknown, unpacking: Unpacking, depth: number): unknown {
  // Disclosures can nest each other deeper than the parser's limit on any one of them.
  if (depth > MAX_JSON_DEPTH) throw new Broken('the disclosures are nested too deep');
  if (Array.isArray(value)) return unpackArray(value, unpacking, depth);
  return isJsonObject(value) ? unpackObject(value, unpacking, depth) : value;
}

function unpackArray(elements: readonly unknown[], unpacking: Unpacking, depth: number): unknown[] {
  const result: unknown[] = [];
  for (const element of elements) {
    if (!isJsonObject(element) || !Object.hasOwn(element, '...')) {
      result.push(unpackValue(element, unpacking, depth + 1));
      continue;
    }
    if (Object.keys(element).length !== 1) throw new Broken('a placeholder has other members');
    const disclosure = take(element['...'], unpacking);
    if (!disclosure) continue;
    if (disclosure.name !== null) throw new Broken('a disclosure of a member stands for an element');
    result.push(unpackValue(disclosure.value, unpacking, depth + 1));
  }
  return result;
}

function unpackObject(object: JsonObject, unpacking: Unpacking, depth: number): JsonObject {
  const members = new Map<string, unknown>();
  for (const [name, value] of Object.entries(object)) {
    if (name === '...' || name === '_sd_alg') throw new Broken(`"${name}" stands where it may not`);
    if (name !== '_sd') members.set(name, unpackValue(value, unpacking, depth + 1));
  }
  for (const digest of digestsOf(object)) {
    const disclosure = take(digest, unpacking);
    if (!disclosure) continue;
    const { name, value } = disclosure;
    if (name === null) throw new Broken('a disclosure of an element stands for a member');
    if (name === '_sd' || name === '...') throw new Broken(`a disclosure is named "${name}"`);
    if (depth === 1 && NEVER_DISCLOSED.includes(name)) throw new Broken(`"${name}" may not be a disclosure`);
    if (members.has(name)) throw new Broken('a disclosure has the name of a member that is there');
    members.set(name, unpackValue(value, unpacking, depth + 1));
  }
  return Object.fromEntries(members);
}

function digestsOf(object: JsonObject): readonly unknown[] {
  const digests = own(object, '_sd');
  if (digests === undefined) return [];
  if (!Array.isArray(digests)) throw new Broken('"_sd" is not an array');
  return digests;
}

/** The disclosure that a digest stands for; a digest that occurs twice anywhere breaks the token. */
function take(digest: unknown, unpacking: Unpacking): Disclosure | null {
  if (typeof digest !== 'string') throw new Broken('a digest is not a string');
  if (unpacking.seen.has(digest)) throw new Broken('a digest stands twice');
  unpacking.seen.add(digest);
  const disclosure = unpacking.byDigest.get(digest);
  if (!disclosure) return null;
  unpacking.used.add(digest);
  return disclosure;
}
