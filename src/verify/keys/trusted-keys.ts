import { parseStrictJson } from '../../extract/strict-json.js';
import { type Checked, isJsonObject, own, pass, refuse } from '../result.js';
import { publicHalf } from './private-key.js';
import { checkPublicKey, type PublicKey } from './public-key.js';

/** Keys of one set that are looked at: sets of large issuers hold about ten. */
const MAX_KEYS = 64;

/**
 * Reads a JWK or a JWK Set (RFC 7517 section 5) that the reader trusts. A private key serves by its public
 * half. Keys of a set that are not understood are left out, as the RFC asks; one has to remain.
 */
export function parseTrustedKeys(text: string): Checked<readonly PublicKey[]> {
  const parsed = parseStrictJson(text);
  if (!parsed.ok) return refuse('key', parsed.message);
  if (!isJsonObject(parsed.value)) return refuse('key', 'neither a JWK nor a JWK Set');
  const set = own(parsed.value, 'keys');
  if (set === undefined) {
    const key = checkPublicKey(publicHalf(parsed.value));
    return key.ok ? pass([key.value]) : key;
  }
  if (!Array.isArray(set) || set.length > MAX_KEYS)
    return refuse('key', `"keys" is not an array of at most ${MAX_KEYS}`);
  const keys = set.flatMap((element: unknown) => {
    const key = isJsonObject(element) ? checkPublicKey(publicHalf(element)) : null;
    return key?.ok ? [key.value] : [];
  });
  return keys.length > 0 ? pass(keys) : refuse('key', 'no key of the set can verify signatures here');
}
