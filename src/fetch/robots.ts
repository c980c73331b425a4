import { type Failure, failure } from './failure.js';
import { MAX_FRESH_MS, MAX_ROBOTS_HOSTS, ROBOTS_BYTES, ROBOTS_REDIRECTS } from './limits.js';
import { ALLOW_ALL, parseRobots, type RobotsRules } from './robots-rules.js';
import type { Clock, FetchRequest, Reading, UnreachableReason } from './types.js';

/** Rules of a host, or why its pages stay unread. */
type Known = { readonly rules: RobotsRules } | { readonly rules: null; readonly failure: Failure };

/**
 * Where the host itself could not be had, its pages cannot either, and for the same reason; everything else is
 * "complete disallow" (RFC 9309 section 2.3.1.4).
 */
const OF_THE_HOST: ReadonlySet<UnreachableReason> = new Set([
  'dns',
  'connect',
  'tls',
  'timeout',
  'refused-address',
  'refused-url',
  'rate-limited',
  'cancelled',
]);

/** The request for a host's robots.txt: up to five redirects to any authority (RFC 9309 section 2.3.1.2). */
export const robotsRequest = (host: string): FetchRequest => ({
  url: `https://${host}/robots.txt`,
  accept: 'text/plain',
  policy: { redirects: 'https', maxRedirects: ROBOTS_REDIRECTS, maxBytes: ROBOTS_BYTES, robots: 'ignore' },
});

/** Remembers what each host asks for, for an hour at most, and asks once however many pages wait. */
export class Robots {
  readonly #clock: Clock;
  readonly #read: (request: FetchRequest) => Promise<Reading>;
  readonly #hosts = new Map<string, { readonly at: number; readonly known: Promise<Known> }>();

  constructor(clock: Clock, read: (request: FetchRequest) => Promise<Reading>) {
    this.#clock = clock;
    this.#read = read;
  }

  /** Why the URL is not read, or null where it may be. */
  async forbidden(url: string, host: string): Promise<Failure | null> {
    const known = await this.#known(host);
    if (known.rules === null) return known.failure;
    const verdict = known.rules.verdict(url);
    if (verdict === 'allowed') return null;
    return verdict === 'disallowed'
      ? failure('robots', `robots.txt of ${host} asks not to read this page`)
      : failure('robots', `robots.txt of ${host} is too complex to be followed`);
  }

  #known(host: string): Promise<Known> {
    const now = this.#clock.now().getTime();
    const entry = this.#hosts.get(host);
    if (entry && now >= entry.at && now - entry.at < MAX_FRESH_MS) return entry.known;
    if (this.#hosts.size >= MAX_ROBOTS_HOSTS) {
      const [oldest] = this.#hosts.keys();
      if (oldest !== undefined) this.#hosts.delete(oldest);
    }
    const known = this.#ask(host);
    this.#hosts.delete(host);
    this.#hosts.set(host, { at: now, known });
    // A failure is not kept: the next page of the host asks again.
    known.then((result) => {
      if (result.rules === null && this.#hosts.get(host)?.known === known) this.#hosts.delete(host);
    });
    return known;
  }

  async #ask(host: string): Promise<Known> {
    const request = robotsRequest(host);
    const reading = await this.#read(request);
    if (reading.outcome === 'read') {
      const text = new TextDecoder().decode(reading.body.subarray(0, ROBOTS_BYTES));
      // A file that was cut ends in half a rule, which would say something else than the whole one.
      const whole = reading.body.length < ROBOTS_BYTES ? text : text.slice(0, text.lastIndexOf('\n') + 1);
      return { rules: parseRobots(request.url, whole) };
    }
    if (reading.outcome === 'absent') return { rules: ALLOW_ALL };
    // "Unavailable": 4xx, or more redirects than are followed, or ones that cannot be.
    const status = reading.status ?? 0;
    if (status >= 400 && status <= 499 && reading.reason !== 'rate-limited') return { rules: ALLOW_ALL };
    if (reading.reason === 'redirect') return { rules: ALLOW_ALL };
    const reason = OF_THE_HOST.has(reading.reason) ? reading.reason : 'robots';
    const detail = `robots.txt of ${host} could not be read: ${reading.detail}`;
    const retryAt = reading.retryAt === undefined ? {} : { retryAt: reading.retryAt };
    return { rules: null, failure: { ...failure(reason, detail), ...retryAt } };
  }
}
