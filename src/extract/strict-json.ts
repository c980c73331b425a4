import { MAX_JSON_DEPTH, MAX_JSON_MEMBERS } from './limits.js';

export interface StrictJsonOptions {
  /** Nested containers, 1 for a flat object. Default {@link MAX_JSON_DEPTH}. */
  readonly maxDepth?: number;
  /** Members and elements of the whole document. Default {@link MAX_JSON_MEMBERS}. */
  readonly maxMembers?: number;
}

export type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  /** For a person; never holds text of the document. */
  | { readonly ok: false; readonly message: string };

/** One open container: the names seen in an object, null in an array. */
type Open = Set<string> | null;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

class Refused extends Error {}

/**
 * Reads JSON by RFC 8259 with what RFC 7493 (I-JSON) adds for signed data: duplicate member names, unpaired
 * surrogates and numbers beyond a double are refused, at any depth. A byte order mark is refused: decoding
 * removes it where it may stand. `\u0000` in a string is kept, callers that store text have to look for it.
 * `__proto__` becomes an own member like any other. Linear in the length of the text; never throws.
 *
 * @param text the decoded document
 */
export function parseStrictJson(text: string, options: StrictJsonOptions = {}): StrictJson {
  try {
    // Limits and names come first: the scan needs no recursion and stops early, whatever follows.
    scan(text, options.maxDepth ?? MAX_JSON_DEPTH, options.maxMembers ?? MAX_JSON_MEMBERS);
    if (/\p{Cs}/u.test(text)) throw new Refused('an unpaired surrogate');
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, message: `not acceptable as JSON: ${error.message}` };
    // The engine's own message quotes the document and changes between versions.
    if (error instanceof SyntaxError) return { ok: false, message: 'not valid JSON (RFC 8259)' };
    throw error;
  }
}

/**
 * Walks over the structure without judging the grammar, which JSON.parse does afterwards: on text that is no
 * JSON the outcome is a refusal either way.
 */
function scan(text: string, maxDepth: number, maxMembers: number): void {
  const open: Open[] = [];
  let members = 0;
  let nameNext = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      checkString(text, at, end, nameNext ? (open.at(-1) ?? null) : null);
      nameNext = false;
      at = end;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (open.length >= maxDepth) throw new Refused(`nested deeper than ${maxDepth} levels`);
      open.push(code === OPEN_BRACE ? new Set() : null);
      nameNext = code === OPEN_BRACE;
      members += 1;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      open.pop();
      nameNext = false;
    } else if (code === COMMA) {
      nameNext = open.at(-1) instanceof Set;
      members += 1;
    } else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      at = endOfNumber(text, at) - 1;
    }
    if (members > maxMembers) throw new Refused(`more than ${maxMembers} members`);
  }
}

/** Index of the closing quote. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at += 1;
  }
  throw new Refused('a string without an end');
}

/** Compares names as they decode: `"a"` and `"\u0061"` are one name (RFC 8259 section 8.3). */
function checkString(text: string, start: number, end: number, names: Open): void {
  const raw = text.slice(start + 1, end);
  const escaped = raw.includes('\\');
  if (names === null && !escaped) return;
  const value = escaped ? String(JSON.parse(text.slice(start, end + 1))) : raw;
  if (escaped && /\p{Cs}/u.test(value)) throw new Refused('an unpaired surrogate');
  if (names === null) return;
  if (names.has(value)) throw new Refused('a member name that stands twice in one object');
  names.add(value);
}

/** Index after the number; one that overflows to infinity has no value that two readers would share. */
function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && NUMBER_PART.has(text.charCodeAt(at))) at += 1;
  const number = Number(text.slice(start, at));
  if (number === Number.POSITIVE_INFINITY || number === Number.NEGATIVE_INFINITY) {
    throw new Refused('a number beyond the range of a double');
  }
  return at;
}

const NUMBER_PART: ReadonlySet<number> = new Set([...'0123456789+-.eE'].map((part) => part.charCodeAt(0)));
