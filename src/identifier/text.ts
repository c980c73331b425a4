/**
 * Characters that nobody can see or that change how others are seen: controls, surrogates that stand alone,
 * private use, unassigned code points, line and paragraph separators, bidi controls, zero width and other
 * default-ignorable characters, and the replacement character. No identifier format here needs one of them
 * (PRECIS disallows them in both string classes, RFC 8264 sections 9.11 to 9.14), and each can make two
 * different identifiers look the same.
 */
const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFD]/u;

/** `U+200B` for the first code point of `text`. */
export function codePointName(text: string): string {
  const code = text.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A sentence that refuses `text` for a character nobody can see, or null when there is none. */
export function refuseUnseen(text: string): string | null {
  if (/^[ -~]*$/.test(text)) return null;
  const found = UNSEEN.exec(text);
  if (found === null) return null;
  return `it contains ${codePointName(found[0])}, a character that cannot be seen or has no fixed meaning`;
}

/** Length in octets of UTF-8. */
export function octets(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
