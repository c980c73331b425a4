import { type Checked, isJsonObject, type JsonObject, own, pass, refuse } from '../result.js';

/** Signatures in one JWS of the general form that are looked at. */
const MAX_SIGNATURES = 16;

/** One signature of a JWS in JSON form, put as a compact JWS, with what its unprotected header carries. */
export interface SignatureOfJson {
  readonly compact: string;
  readonly disclosures: readonly string[];
}

/** True for an object that has the members of RFC 7515 section 7.2. */
export function isJwsJson(value: unknown): value is JsonObject {
  if (!isJsonObject(value) || typeof own(value, 'payload') !== 'string') return false;
  return own(value, 'signature') !== undefined || Array.isArray(own(value, 'signatures'));
}

/**
 * Reads the JSON forms of a JWS, each signature for itself: "one of them holds" is not "all hold". What is not
 * under the signature decides nothing here, so `alg` has to stand in the protected header.
 */
export function signaturesOfJson(jws: JsonObject): Checked<readonly SignatureOfJson[]> {
  const signatures = own(jws, 'signatures');
  const flattened = own(jws, 'signature') !== undefined;
  if (flattened && signatures !== undefined)
    return refuse('malformed', 'both "signature" and "signatures" stand in it');
  const entries: readonly unknown[] = flattened ? [jws] : Array.isArray(signatures) ? signatures : [];
  if (entries.length === 0 || entries.length > MAX_SIGNATURES) {
    return refuse('malformed', `not between 1 and ${MAX_SIGNATURES} signatures`);
  }
  const result: SignatureOfJson[] = [];
  for (const entry of entries) {
    const signature = readSignature(entry, String(own(jws, 'payload')));
    if (!signature.ok) return signature;
    result.push(signature.value);
  }
  return pass(result);
}

function readSignature(entry: unknown, payload: string): Checked<SignatureOfJson> {
  if (!isJsonObject(entry)) return refuse('malformed', 'a signature is not an object');
  const [signed, signature, header] = [
    own(entry, 'protected'),
    own(entry, 'signature'),
    own(entry, 'header'),
  ];
  if (typeof signed !== 'string' || typeof signature !== 'string') {
    return refuse('malformed', 'a signature has no protected header');
  }
  if (header !== undefined && !isJsonObject(header)) return refuse('malformed', '"header" is not an object');
  const disclosures = header ? own(header, 'disclosures') : undefined;
  if (disclosures !== undefined && !isTexts(disclosures)) {
    return refuse('malformed', '"disclosures" is not an array of strings');
  }
  return pass({ compact: `${signed}.${payload}.${signature}`, disclosures: disclosures ?? [] });
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}
