import { decodeText } from '../../extract/decode.js';
import { parseStrictJson } from '../../extract/strict-json.js';
import type { Read } from '../../fetch/types.js';
import { MAX_STATEMENT_CHARS, MAX_STATEMENTS } from './limits.js';
import type { Failure } from './types.js';

/** What a well-known document, or a document that a link points at, holds. */
export type DocumentContent =
  | { readonly outcome: 'read'; readonly statements: readonly string[] }
  | { readonly outcome: 'absent' }
  | ({ readonly outcome: 'unreachable' } & Failure);

/** Types that static hosts give to files they do not know: believed only where a link announced a statement. */
const UNSPECIFIC = new Set(['text/plain', 'application/octet-stream', '']);

const malformed = (detail: string): DocumentContent => ({
  outcome: 'unreachable',
  reason: 'malformed',
  detail,
});

/**
 * Reads the two forms of profile section 2.1. Any other media type is absent: sites answer 200 to everything. A
 * document that `announced` itself by a link is held to it: another type is unreadable then (section 2, last
 * paragraph), and the types of hosts that know no better are taken as one statement.
 */
export function readDocument(reading: Read, announced: boolean): DocumentContent {
  const { mediaType } = reading;
  const plain = mediaType === 'application/jwt' || (announced && UNSPECIFIC.has(mediaType));
  if (!plain && mediaType !== 'application/json') {
    return announced
      ? malformed(`the linked document is ${mediaType}, which is no statement`)
      : { outcome: 'absent' };
  }
  const decoded = decodeText(reading.body, { mediaType, charset: reading.charset });
  if (!decoded.ok) return malformed(decoded.message);
  return plain ? withinLimits([decoded.text.trim()]) : readList(decoded.text, announced);
}

function readList(text: string, announced: boolean): DocumentContent {
  const parsed = parseStrictJson(text);
  if (!parsed.ok) return malformed(parsed.message);
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'statements')) {
    // An API that answers some JSON to everything says nothing about cross signing.
    return announced ? malformed('the linked document has no member "statements"') : { outcome: 'absent' };
  }
  const statements: unknown = Reflect.get(value, 'statements');
  if (!Array.isArray(statements) || !statements.every((one) => typeof one === 'string')) {
    return malformed('the member "statements" is not an array of strings');
  }
  if (statements.length > MAX_STATEMENTS) {
    return {
      outcome: 'unreachable',
      reason: 'limit',
      detail: `the document has more than ${MAX_STATEMENTS} statements`,
    };
  }
  return withinLimits(statements.map((one) => one.trim()));
}

function withinLimits(statements: readonly string[]): DocumentContent {
  if (statements.some((one) => one.length > MAX_STATEMENT_CHARS)) {
    return { outcome: 'unreachable', reason: 'limit', detail: 'a statement is longer than any can be' };
  }
  return { outcome: 'read', statements: statements.filter((one) => one !== '') };
}
