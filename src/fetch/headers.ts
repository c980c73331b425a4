import { MAX_HEADER_FIELDS } from './limits.js';

export type Headers = Readonly<Record<string, string>>;

/** What is never kept: it would let a server recognise us, and a store leak it. */
const DROPPED = new Set(['set-cookie', 'set-cookie2']);

/**
 * Header fields with lower-case names, repeated ones joined by `, ` (RFC 9110 section 5.3). Null: more than
 * `MAX_HEADER_FIELDS`.
 */
export function plainHeaders(raw: Readonly<Record<string, string | string[] | undefined>>): Headers | null {
  let count = 0;
  const entries: [string, string][] = [];
  for (const [name, value] of Object.entries(raw)) {
    if (value === undefined) continue;
    count += Array.isArray(value) ? value.length : 1;
    if (count > MAX_HEADER_FIELDS) return null;
    if (!DROPPED.has(name)) entries.push([name, Array.isArray(value) ? value.join(', ') : value]);
  }
  // fromEntries defines own members, also for a field called `__proto__`.
  return Object.fromEntries(entries);
}

/** Media type in lower case ('' where there is none) and charset parameter (RFC 9110 section 8.3). */
export function contentType(header: string | undefined): { mediaType: string; charset: string | null } {
  const text = header ?? '';
  const end = text.indexOf(';');
  const mediaType = (end < 0 ? text : text.slice(0, end)).trim().toLowerCase();
  const parameter =
    end < 0 ? null : /;[ \t]*charset[ \t]*=[ \t]*(?:"([^"]{0,64})"|([^\s;"]{1,64}))/i.exec(text.slice(end));
  const charset = (parameter?.[1] ?? parameter?.[2] ?? '').trim().toLowerCase();
  return { mediaType, charset: charset === '' ? null : charset };
}
