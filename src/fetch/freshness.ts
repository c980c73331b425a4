import type { Headers } from './headers.js';
import { MAX_FRESH_MS } from './limits.js';
import type { CachedResponse } from './types.js';

/** Cache-Control directives (RFC 9111 section 5.2), lower case; a repeated one keeps its first value. */
export function cacheControl(header: string | undefined): ReadonlyMap<string, string> {
  const directives = new Map<string, string>();
  for (const part of (header ?? '').split(',')) {
    const at = part.indexOf('=');
    const name = (at < 0 ? part : part.slice(0, at)).trim().toLowerCase();
    const value =
      at < 0
        ? ''
        : part
            .slice(at + 1)
            .trim()
            .replace(/^"|"$/g, '');
    if (name !== '' && !directives.has(name)) directives.set(name, value);
  }
  return directives;
}

/** Seconds of a directive; what is no number is stale at once (RFC 9111 section 4.2.1). */
function seconds(value: string | undefined): number | null {
  if (value === undefined) return null;
  return /^\d{1,10}$/.test(value) ? Number(value) : 0;
}

/** Milliseconds for which an answer is fresh after it was generated; no heuristics: who says nothing is asked again. */
function lifetime(headers: Headers): number {
  const directives = cacheControl(headers['cache-control']);
  if (directives.has('no-cache')) return 0;
  const ages = [seconds(directives.get('max-age')), seconds(directives.get('s-maxage'))].filter(
    (age) => age !== null,
  );
  // A store may serve one person or many: the shorter of the two lifetimes is right for both.
  if (ages.length > 0) return Math.min(...ages) * 1000;
  const expires = Date.parse(headers.expires ?? '');
  const date = Date.parse(headers.date ?? '');
  return Number.isNaN(expires) || Number.isNaN(date) ? 0 : Math.max(0, expires - date);
}

/** Whether an answer may be kept. Vary never matters but for `*` and the user agent: all else that we send is fixed. */
export function mayStore(status: number, headers: Headers): boolean {
  if (status !== 200 || cacheControl(headers['cache-control']).has('no-store')) return false;
  const vary = (headers.vary ?? '').toLowerCase();
  return !vary.split(',').some((name) => name.trim() === '*' || name.trim() === 'user-agent');
}

/** Whether a kept answer may be used without asking: never later than an hour after it came. */
export function isFresh(stored: CachedResponse, now: Date): boolean {
  const storedAt = Date.parse(stored.storedAt);
  const resident = now.getTime() - storedAt;
  // Not a number, or from the future: a clock was moved, and nobody knows how old it is.
  if (!(resident >= 0) || resident >= MAX_FRESH_MS) return false;
  const date = Date.parse(stored.headers.date ?? '');
  const apparent = Number.isNaN(date) ? 0 : Math.max(0, storedAt - date);
  const age = Math.max(apparent, (seconds(stored.headers.age?.trim()) ?? 0) * 1000) + resident;
  return age < lifetime(stored.headers);
}

/** The conditions that ask whether a kept answer still holds; none where it carries no validator. */
export function conditions(stored: CachedResponse): Record<string, string> {
  const { etag, 'last-modified': modified } = stored.headers;
  return {
    ...(etag && isSendable(etag) ? { 'if-none-match': etag } : {}),
    ...(modified && isSendable(modified) ? { 'if-modified-since': modified } : {}),
  };
}

/** What came in is sent back: only what cannot be read as anything else. */
const isSendable = (value: string): boolean => /^[\x20-\x7e]{1,512}$/.test(value);

/** RFC 9111 section 4.3.4: a 304 for another validator than ours speaks of an answer that we do not have. */
export function confirms(stored: CachedResponse, headers: Headers): boolean {
  const weak = (etag: string) => etag.replace(/^W\//, '');
  const { etag } = headers;
  return etag === undefined || stored.headers.etag === undefined || weak(etag) === weak(stored.headers.etag);
}

/** Fields that describe one message or the body as it was sent, and so stay as they were (RFC 9111 section 3.2). */
const KEPT = new Set([
  'content-length',
  'content-encoding',
  'content-type',
  'content-range',
  'transfer-encoding',
]);

/** The kept answer with the header fields of the 304, stored anew. */
export function renewed(stored: CachedResponse, headers: Headers, now: Date): CachedResponse {
  // An Age from before would count twice.
  const { age: _age, ...before } = stored.headers;
  const updates = Object.entries(headers).filter(([name]) => !KEPT.has(name));
  return { ...stored, headers: { ...before, ...Object.fromEntries(updates) }, storedAt: now.toISOString() };
}

/** Whether what a store gave back is what was asked for, and small enough for this reading. */
export function isUsable(stored: CachedResponse, url: string, maxBytes: number): boolean {
  return (
    stored.url === url &&
    stored.finalUrl === url &&
    stored.status === 200 &&
    stored.body instanceof Uint8Array &&
    stored.body.length <= maxBytes
  );
}
