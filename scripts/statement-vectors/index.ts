import { CLAIMS, DISCLOSURES, PLAIN_DIGEST } from './invalid-claims.js';
import { HEADER, KEY, MALFORMED } from './invalid-form.js';
import type { InvalidVector } from './parts.js';

export { VALID } from './valid.js';

/** Every refusal of profile section 1. */
export const INVALID: ReadonlyMap<string, InvalidVector> = new Map([
  ...MALFORMED,
  ...HEADER,
  ...KEY,
  ...CLAIMS,
  ...DISCLOSURES,
  ...PLAIN_DIGEST,
]);
