import { retryAfter } from './back-off.js';
import type { Answer } from './exchange.js';
import { type Failure, failure } from './failure.js';
import { MAX_RETRY_AFTER_WAIT_MS } from './limits.js';

/** The five that carry a Location to follow (RFC 9110 section 15.4); 300, 304, 305 and 306 do not. */
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** A hiccup of a server or of what stands before it: worth another attempt at once. */
const HICCUPS = new Set([500, 502, 503, 504]);

export const isRedirect = (status: number): boolean => REDIRECTS.has(status);

/** The only statuses that say "there is nothing"; every other failure says nothing about what is there. */
export const isAbsent = (status: number): boolean => status === 404 || status === 410;

/** A host that asks for patience, and until when where it says. */
export interface RateLimited {
  readonly until: Date | null;
  /** Short enough to wait for within the reading. */
  readonly worthWaiting: boolean;
}

/** 429 (RFC 6585), or 503 with a Retry-After (RFC 9110 section 15.6.4). */
export function rateLimited(answer: Answer, now: Date): RateLimited | null {
  const until = retryAfter(answer.headers['retry-after'], now);
  if (answer.status !== 429 && (answer.status !== 503 || until === null)) return null;
  return {
    until,
    worthWaiting: until !== null && until.getTime() - now.getTime() <= MAX_RETRY_AFTER_WAIT_MS,
  };
}

/** Why an answer with this status is not read, or null for 2xx. Redirects, 404, 410 and rate limits come first. */
export function statusFailure(answer: Answer, accept: string): Failure | null {
  const { status, headers } = answer;
  if (status === 206)
    return { ...failure('malformed', 'the answer is a part that nobody asked for (206)'), status };
  if (status >= 200 && status <= 299) return null;
  if (status === 401 && (headers['www-authenticate'] !== undefined || isActivityPub(accept))) {
    return {
      ...failure('needs-credential', 'it is shown only to who signs the request or logs in (401)'),
      status,
    };
  }
  if (status === 401 || status === 403) {
    return { ...failure('status', `the host refuses to show it (status ${status})`), status };
  }
  return { ...failure('status', `the host answered with status ${status}`, HICCUPS.has(status)), status };
}

/** Servers in secure mode answer 401 to an ActivityPub request without an HTTP signature, with no challenge. */
const isActivityPub = (accept: string): boolean => /application\/(activity|ld)\+json/i.test(accept);
