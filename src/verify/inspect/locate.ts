import { scanCandidates } from '../../extract/candidates.js';
import { parseStrictJson } from '../../extract/strict-json.js';
import { decodeUtf8 } from '../base64url.js';
import { isJwsJson } from '../formats/jws-json.js';
import { isJsonObject, type JsonObject } from '../result.js';

/** Claims looked at in one document: more is a flood, and each costs a signature. */
export const MAX_CLAIMS = 256;
/** Members of a JSON document that are walked. */
const MAX_MEMBERS = 100_000;

/** Something in a document that claims to be signed. */
export type Located = { readonly where: string } & (
  | { readonly kind: 'text' | 'token'; readonly text: string }
  | { readonly kind: 'json'; readonly object: JsonObject }
);

/** What a document holds, and whether there was more than is looked at. */
export interface Location {
  readonly located: readonly Located[];
  readonly overflow: boolean;
}

/**
 * Finds everything in a document that claims to be signed: a bare token, the strings and the JWS objects of
 * JSON, the words of any other text, HTML among them.
 * @param mediaType what the server said, without parameters; '' where nobody said
 */
export function locateClaims(document: Uint8Array | string, mediaType: string): Location {
  const text = documentText(document);
  const bare = text.trim();
  if (isTokenType(mediaType))
    return { located: [{ kind: 'text', text: bare, where: 'whole document' }], overflow: false };
  if (/^[{["]/.test(bare)) {
    const parsed = parseStrictJson(bare, { maxMembers: MAX_MEMBERS });
    if (parsed.ok) return walkJson(parsed.value);
  }
  return scanText(text, bare);
}

/** Tokens are ASCII: where the bytes are no UTF-8, one character a byte finds them all the same. */
export function documentText(document: Uint8Array | string): string {
  if (typeof document === 'string') return document.replace(/^\uFEFF/, '');
  return (decodeUtf8(document) ?? Buffer.from(document).toString('latin1')).replace(/^\uFEFF/, '');
}

function isTokenType(mediaType: string): boolean {
  return mediaType === 'application/jwt' || /^application\/[\w.-]{1,64}\+(?:sd-)?jwt$/.test(mediaType);
}

function scanText(text: string, bare: string): Location {
  const { candidates, overflow } = scanCandidates(text);
  const located = candidates.map((candidate): Located => {
    const where = candidate.text === bare ? 'whole document' : `line ${lineOf(text, candidate.text)}`;
    return { kind: candidate.kind === 'token' ? 'token' : 'text', text: candidate.text, where };
  });
  return { located, overflow };
}

/** Number of the line that a word first stands in. */
function lineOf(text: string, word: string): number {
  let line = 1;
  const end = text.indexOf(word);
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

interface Walk {
  readonly located: Located[];
  overflow: boolean;
}

/** Depth is limited by the parser. */
function walkJson(value: unknown): Location {
  const walk: Walk = { located: [], overflow: false };
  if (typeof value === 'string') {
    // A JSON string is one document in another's clothes: a bare token, or a page.
    return scanText(value, value.trim());
  }
  visit(value, '', walk);
  return walk;
}

function visit(value: unknown, pointer: string, walk: Walk): void {
  if (typeof value === 'string') visitText(value, pointer, walk);
  else if (Array.isArray(value)) visitArray(value, pointer, walk);
  else if (isJwsJson(value)) add({ kind: 'json', object: value, where: pointer || 'whole document' }, walk);
  else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value))
      visit(member, `${pointer}/${escapePointer(name)}`, walk);
  }
}

function visitArray(elements: readonly unknown[], pointer: string, walk: Walk): void {
  // The list of a well-known document (profile section 2): each element claims to be a statement.
  const claimed = pointer === '/statements';
  for (const [index, element] of elements.entries()) {
    const where = `${pointer}/${index}`;
    if (claimed && !isJsonObject(element) && !Array.isArray(element))
      add({ kind: 'text', text: String(element), where }, walk);
    else visit(element, where, walk);
  }
}

function visitText(text: string, pointer: string, walk: Walk): void {
  const { candidates, overflow } = scanCandidates(text);
  walk.overflow ||= overflow;
  for (const { kind, text: word } of candidates) {
    add({ kind: kind === 'token' ? 'token' : 'text', text: word, where: pointer }, walk);
  }
}

function add(located: Located, walk: Walk): void {
  if (walk.located.length < MAX_CLAIMS) walk.located.push(located);
  else walk.overflow = true;
}

/** RFC 6901 section 3. */
function escapePointer(name: string): string {
  return name.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1');
}
