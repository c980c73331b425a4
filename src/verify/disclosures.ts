import { parseStrictJson } from '../extract/strict-json.js';
import { decodeBase64url, decodeUtf8 } from './base64url.js';
import { MAX_ACCOUNTS, MAX_JSON_DEPTH, MAX_JSON_MEMBERS } from './limits.js';
import { disclosureDigest, sdHash } from './presentation.js';
import { type Checked, isJsonObject, type JsonObject, own, pass, refuse } from './result.js';

/** One element of `also_known_as` after the disclosures were put in. */
export interface NamedUri {
  readonly text: string;
  /** It came from a disclosure rather than from the token. */
  readonly disclosed: boolean;
}

/** `also_known_as` with its disclosures put in. */
export interface OpenedAccounts {
  readonly named: readonly NamedUri[];
  /** Digests that no disclosure opened. */
  readonly hidden: number;
  /** The disclosures that opened a digest, in the order of the digests. */
  readonly used: readonly string[];
}

/** Characters of a digest by the hash that made it. */
const DIGEST_BYTES: Readonly<Record<string, number>> = { sha256: 32, sha384: 48, sha512: 64 };

/**
 * Reads `also_known_as` of a statement. Only its elements may be digests, and only with the SD-JWT form;
 * `_sd` or a digest anywhere else is an error, and a disclosure that matches no digest is ignored, which is the
 * profile's own rule and not that of RFC 9901 section 7.1.
 */
export function openAccounts(
  payload: JsonObject,
  disclosures: readonly string[],
  form: 'jwt' | 'sd-jwt',
): Checked<OpenedAccounts> {
  const elements = own(payload, 'also_known_as');
  if (!Array.isArray(elements)) return refuse('claims', '"also_known_as" is not an array');
  if (elements.length > MAX_ACCOUNTS)
    return refuse('claims', `"also_known_as" has more than ${MAX_ACCOUNTS} elements`);
  const stray = strayDigest(payload);
  if (stray) return refuse('disclosure', stray);
  if (form === 'jwt') return plainAccounts(elements);
  const hash = sdHash(own(payload, '_sd_alg'));
  if (!hash) return refuse('disclosure', '"_sd_alg" names no hash that is known');
  const byDigest = new Map(disclosures.map((text) => [disclosureDigest(text, hash), text]));
  return openElements(elements, byDigest, DIGEST_BYTES[hash] ?? 0);
}

function plainAccounts(elements: readonly unknown[]): Checked<OpenedAccounts> {
  if (!elements.every((element) => typeof element === 'string')) {
    return refuse('claims', 'an element of "also_known_as" is not a string');
  }
  return pass({ named: elements.map((text) => ({ text, disclosed: false })), hidden: 0, used: [] });
}

function openElements(
  elements: readonly unknown[],
  byDigest: ReadonlyMap<string, string>,
  digestBytes: number,
): Checked<OpenedAccounts> {
  const named: NamedUri[] = [];
  const used: string[] = [];
  const seen = new Set<string>();
  for (const element of elements) {
    if (typeof element === 'string') {
      named.push({ text: element, disclosed: false });
      continue;
    }
    const digest = digestOf(element, digestBytes);
    if (digest === null)
      return refuse('disclosure', 'an element of "also_known_as" is neither a string nor a digest');
    // RFC 9901 section 7.1: the same digest twice would let one disclosure stand in two places.
    if (seen.has(digest)) return refuse('disclosure', 'a digest stands twice in "also_known_as"');
    seen.add(digest);
    const disclosure = byDigest.get(digest);
    if (disclosure === undefined) continue;
    const uri = disclosedUri(disclosure);
    if (!uri.ok) return uri;
    named.push({ text: uri.value, disclosed: true });
    used.push(disclosure);
  }
  return pass({ named, hidden: seen.size - used.length, used });
}

/** The digest of `{"...": "<digest>"}`, which has that one member only (RFC 9901 section 4.2.4.2). */
function digestOf(element: unknown, digestBytes: number): string | null {
  if (!isJsonObject(element) || Object.keys(element).length !== 1) return null;
  const digest = own(element, '...');
  if (typeof digest !== 'string') return null;
  return decodeBase64url(digest)?.length === digestBytes ? digest : null;
}

/** A disclosure of an array element is `[salt, value]`; here the value is an account URI. */
function disclosedUri(disclosure: string): Checked<string> {
  const bytes = decodeBase64url(disclosure);
  const text = bytes && decodeUtf8(bytes);
  const parsed =
    text === null ? null : parseStrictJson(text, { maxDepth: MAX_JSON_DEPTH, maxMembers: MAX_JSON_MEMBERS });
  if (!parsed?.ok || !Array.isArray(parsed.value))
    return refuse('disclosure', 'a disclosure is not a JSON array');
  const [salt, value] = parsed.value as unknown[];
  if (parsed.value.length !== 2 || typeof salt !== 'string' || typeof value !== 'string') {
    return refuse('disclosure', 'a disclosure is not a salt and one account URI');
  }
  return pass(value);
}

/** Looks for `_sd`, `...` and `_sd_alg` where they may not be. Depth is limited by the parser. */
function strayDigest(payload: JsonObject): string | null {
  for (const [name, value] of Object.entries(payload)) {
    if (name === '_sd' || name === '...') return `"${name}" may not stand in a statement`;
    const nested = name === 'also_known_as' ? null : strayWithin(value);
    if (nested) return nested;
  }
  return null;
}

function strayWithin(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, member] of Object.entries(value)) {
    if (name === '_sd' || name === '...' || name === '_sd_alg') return `"${name}" stands where it may not`;
    const nested = strayWithin(member);
    if (nested) return nested;
  }
  return null;
}
