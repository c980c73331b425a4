import { MAX_QUOTED } from './limits.js';

/** A remote's text for a report: printable, and at most `MAX_QUOTED` characters. */
export function quote(text: string): string {
  // Control characters and bidirectional overrides would rewrite the line on a terminal.
  const clean = text
    .slice(0, MAX_QUOTED + 1)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/gu, '\u{fffd}');
  return clean.length > MAX_QUOTED ? `${clean.slice(0, MAX_QUOTED - 1)}…` : clean;
}
