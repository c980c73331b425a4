import { satisfiesBidiRule } from './bidi.js';
import { codePointName, refuseUnseen } from './text.js';

export type PrecisResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

/** RFC 8264 section 7: enforcement is repeated until it changes nothing, and what never settles is refused. */
const MAX_PASSES = 4;

/** Exceptions of RFC 8264 section 9.6 (the code points of RFC 5892 section 2.6). */
const EXCEPTION_VALID = /[\u00DF\u03C2\u06FD\u06FE\u0F0B\u3007]/;
const EXCEPTION_DISALLOWED = /[\u0640\u07FA\u302E\u302F\u3031-\u3035\u303B]/;
/** CONTEXTO code points; their rules are in `contextualRule`. */
const CONTEXT_OTHER = /[\u00B7\u0375\u05F3\u05F4\u30FB\u0660-\u0669\u06F0-\u06F9]/;
/** OldHangulJamo, section 9.9. */
const OLD_HANGUL_JAMO = /[\u1100-\u11FF\uA960-\uA97F\uD7B0-\uD7FF]/;
/** LetterDigits, section 9.1. */
const LETTER_DIGITS = /[\p{Ll}\p{Lu}\p{Lo}\p{Nd}\p{Lm}\p{Mn}\p{Mc}]/u;
/** OtherLetterDigits, Spaces, Symbols and Punctuation, sections 9.15 to 9.18: FreeformClass only. */
const FREEFORM_ONLY = /[\p{Lt}\p{Nl}\p{No}\p{Me}\p{Zs}\p{S}\p{P}]/u;

function allowed(character: string, freeform: boolean): boolean {
  if (EXCEPTION_VALID.test(character) || CONTEXT_OTHER.test(character)) return true;
  if (EXCEPTION_DISALLOWED.test(character)) return false;
  if (/[!-~]/.test(character)) return true;
  if (OLD_HANGUL_JAMO.test(character)) return false;
  // HasCompat, section 9.17 of RFC 8264: look-alikes kept in Unicode for round trips with older sets.
  if (character.normalize('NFKC') !== character) return freeform;
  if (LETTER_DIGITS.test(character)) return true;
  return freeform && FREEFORM_ONLY.test(character);
}

/** Rules of RFC 5892 appendix A for the CONTEXTO code points. Joiners never get here: they cannot be seen. */
function contextualRule(text: string): boolean {
  return !(
    /(?<!l)\u00B7|\u00B7(?!l)/.test(text) ||
    /\u0375(?!\p{Script=Greek})/u.test(text) ||
    /(?<!\p{Script=Hebrew})[\u05F3\u05F4]/u.test(text) ||
    (text.includes('\u30FB') && !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text)) ||
    (/[\u0660-\u0669]/.test(text) && /[\u06F0-\u06F9]/.test(text))
  );
}

function refuse(text: string, freeform: boolean): string | null {
  const unseen = refuseUnseen(text);
  if (unseen !== null) return unseen;
  for (const character of text) {
    if (!allowed(character, freeform))
      return `${codePointName(character)} "${character}" may not stand there`;
  }
  return contextualRule(text) ? null : 'a character stands where its contextual rule (RFC 5892) forbids it';
}

function settle(text: string, freeform: boolean, map: (text: string) => string): PrecisResult {
  let current = text;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const mapped = map(current);
    const wrong = refuse(mapped, freeform);
    if (wrong !== null) return { ok: false, message: wrong };
    if (mapped === current) return { ok: true, text: current };
    current = mapped;
  }
  return { ok: false, message: 'it has no stable normal form' };
}

/** Fullwidth and halfwidth forms to their ordinary characters (RFC 8264 section 5.2.1). */
function mapWidth(text: string): string {
  return text.replace(/[\u3000\uFF01-\uFFEE]/g, (character) => character.normalize('NFKC'));
}

/**
 * Enforces UsernameCaseMapped (RFC 8265 section 3.3): width, lower case, NFC, the Bidi Rule, and no character
 * outside IdentifierClass. Idempotent.
 */
export function usernameCaseMapped(text: string): PrecisResult {
  // Printable ASCII is valid whole (ASCII7, RFC 8264 section 9.11): most names need none of what follows.
  if (/^[!-~]+$/.test(text)) return { ok: true, text: text.toLowerCase() };
  const first = refuse(mapWidth(text), false);
  if (first !== null) return { ok: false, message: first };
  const result = settle(text, false, (one) => mapWidth(one).toLowerCase().normalize('NFC'));
  if (!result.ok) return result;
  if (result.text === '') return { ok: false, message: 'it is empty' };
  return satisfiesBidiRule(result.text)
    ? result
    : { ok: false, message: 'it breaks the Bidi Rule (RFC 5893)' };
}

/** Enforces OpaqueString (RFC 8265 section 4.2): any space becomes U+0020, NFC, case kept. Idempotent. */
export function opaqueString(text: string): PrecisResult {
  if (/^[ -~]+$/.test(text)) return { ok: true, text };
  const result = settle(text, true, (one) => one.replace(/\p{Zs}/gu, ' ').normalize('NFC'));
  return result.ok && result.text === '' ? { ok: false, message: 'it is empty' } : result;
}
