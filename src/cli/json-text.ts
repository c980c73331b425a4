/**
 * A value as JSON for standard output, with a line end. JSON escapes control characters below U+0020 only: DEL, C1
 * controls (U+009B begins a terminal's escape sequence), direction marks and line separators are escaped here too,
 * so that what strangers wrote cannot act on the terminal of whoever looks at it. It parses to the same value.
 *
 * @param indent spaces a level; 0 puts everything on one line
 */
export function jsonText(value: unknown, indent = 2): string {
  const escaped = JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu,
    escapeAll,
  );
  return `${escaped}\n`;
}

/** By UTF-16 unit: a character beyond U+FFFF is two escapes in JSON (RFC 8259 section 7). */
function escapeAll(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
