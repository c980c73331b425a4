import { MAX_CANDIDATES, MAX_HEADER_PEEK, MAX_WORD_EDGE } from './limits.js';
import type { Candidate } from './types.js';

/**
 * Words of a text. What ends a word is what can stand in no URI (RFC 3986): white space, controls, quotes, angle
 * brackets and braces, symbols such as emoji, and the punctuation of other scripts. So a token inside a URL is
 * never a word of its own. U+FFFD, an unknown character, belongs to the word: it may have been a letter.
 * Both branches are single classes that share no character: linear on any text.
 */
const WORDS =
  /(?:[()[\]\uFFFD]|[^\s\p{Cc}\p{Z}\p{So}\p{Emoji_Modifier}\p{Ps}\p{Pe}\p{Pi}\p{Pf}"<>|^`、。，：；！？・…•])+/gu;

/** Invisible at the edge of a word: zero-width spaces, joiners, variation selectors, direction marks. */
const IGNORABLE = /^\p{Default_Ignorable_Code_Point}$/u;
const OPENING = "([{'*";
const CLOSING = ")]}'*.,;:!?";

const PROOF_TOKEN = /^cross-signing:[A-Za-z0-9_-]{22}$/;
const TOKEN_CHARACTERS = /^[A-Za-z0-9_.~=-]+$/;
/** Every media type of the profile; a header that holds it claims to be a statement, however broken the rest is. */
const STATEMENT_TYPES = /cross-signing\+(?:sd-)?jwt/;

/**
 * Without one of these a text holds no claim: a token, or how a JOSE header begins in base64url, which is `{` and a
 * quote, a brace or white space. A look for them costs a hundredth of a look at each word.
 */
const POSSIBLE = /cross-signing:|e[3wy]/;

export interface CandidateScan {
  readonly candidates: readonly Candidate[];
  /** True when the text holds more than MAX_CANDIDATES different ones: not everything was read. */
  readonly overflow: boolean;
}

/**
 * Finds the claims that stand in a text as whole words, in their order, each once, at most MAX_CANDIDATES.
 * A token inside a longer word is none. Sentence punctuation, brackets, quotes and emphasis marks around a word
 * do not belong to it, nor do invisible characters at its edges; inside, any of these spoils it.
 */
export function findCandidates(text: string): readonly Candidate[] {
  return scanCandidates(text).candidates;
}

/** As findCandidates, and tells whether there were more than it gives. */
export function scanCandidates(text: string): CandidateScan {
  const found = new Map<string, Candidate>();
  if (!POSSIBLE.test(text)) return { candidates: [], overflow: false };
  for (const [word] of text.matchAll(WORDS)) {
    const candidate = recognise(word);
    if (candidate === null || found.has(candidate.text)) continue;
    if (found.size === MAX_CANDIDATES) return { candidates: [...found.values()], overflow: true };
    found.set(candidate.text, candidate);
  }
  return { candidates: [...found.values()], overflow: false };
}

function recognise(word: string): Candidate | null {
  if (word.length < 8) return null;
  const text = peel(word);
  if (PROOF_TOKEN.test(text)) return { kind: 'token', container: 'proof-token', text };
  // A JOSE header is a JSON object, and `{` in base64url begins with `e`.
  if (!text.startsWith('e')) return null;
  const dotted = withEmptySignature(text, word);
  if (!TOKEN_CHARACTERS.test(dotted) || !isJws(dotted)) return null;
  return { kind: 'statement', container: dotted.includes('~') ? 'sd-jwt' : 'jwt', text: dotted };
}

/** Takes off what surrounds a word in prose. Walks from both ends: an anchored pattern would be quadratic here. */
function peel(word: string): string {
  let start = 0;
  let end = word.length;
  for (let taken = 0; taken < MAX_WORD_EDGE && start < end; taken += 1) {
    const character = String.fromCodePoint(word.codePointAt(start) ?? 0);
    if (!OPENING.includes(character) && !IGNORABLE.test(character)) break;
    start += character.length;
  }
  for (let taken = 0; taken < MAX_WORD_EDGE && end > start; taken += 1) {
    const character = lastCharacter(word, end);
    if (!CLOSING.includes(character) && !IGNORABLE.test(character)) break;
    end -= character.length;
  }
  return word.slice(start, end);
}

function lastCharacter(word: string, end: number): string {
  const pair = word.slice(Math.max(0, end - 2), end);
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(pair) ? pair : word.slice(end - 1, end);
}

/**
 * An unsecured JWS (RFC 7515 appendix A.5) ends with the dot before its empty signature. It has to be seen, to be
 * refused; without the dot it would be two parts and look like any other word.
 */
function withEmptySignature(text: string, word: string): string {
  const [, , second, third] = partEnds(text);
  if (second !== undefined && third === undefined) return text;
  const end = word.indexOf(text) + text.length;
  return second === undefined && word.charAt(end) === '.' ? `${text}.` : text;
}

/** Indexes of at most three dots before the first `~`; index 0 is the start of the word. */
function partEnds(text: string): number[] {
  const tilde = text.indexOf('~');
  const jws = tilde === -1 ? text : text.slice(0, tilde);
  const ends = [0];
  for (let at = jws.indexOf('.'); at !== -1 && ends.length < 4; at = jws.indexOf('.', at + 1)) ends.push(at);
  return ends;
}

/**
 * Three parts whose first decodes to the beginning of a JSON object. A word with another number of parts counts
 * only where its header says that it is a statement: then it is a broken one, and that is worth saying.
 */
function isJws(text: string): boolean {
  const [, first, second, third] = partEnds(text);
  if (first === undefined) return false;
  const header = Buffer.from(text.slice(0, Math.min(first, MAX_HEADER_PEEK)), 'base64url').toString('latin1');
  if (!/^\{[ \t\r\n]{0,64}["}]/.test(header)) return false;
  return (second !== undefined && third === undefined) || STATEMENT_TYPES.test(header);
}
