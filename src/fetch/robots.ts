import { type Budget, Followers } from './budget.js';
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

interface HostEntry {
  readonly at: number;
  readonly known: Promise<Known>;
  /** Pages that wait for it. */
  readonly followers: Followers;
}

/** Remembers what each host asks for, for an hour at most, and asks once however many pages wait. */
export class Robots {
  readonly #clock: Clock;
  readonly #read: (request: FetchRequest, followers: Followers) => Promise<Reading>;
  readonly #hosts = new Map<string, HostEntry>();

  constructor(clock: Clock, read: (request: FetchRequest, followers: Followers) => Promise<Reading>) {
    this.#clock = clock;
    this.#read = read;
  }

  /**
   * Why the URL is not read, or null where it may be. `budget` is that of the page.
   * @throws what reading throws: our own trouble, which is remembered of no host
   */
  async forbidden(url: string, host: string, budget: Budget): Promise<Failure | null> {
    const entry = this.#entry(host);
    const leave = entry.followers.join(budget);
    const known = await entry.known.finally(leave);
    if (known.rules === null) return known.failure;
    const verdict = known.rules.verdict(url);
    if (verdict === 'allowed') return null;
    return verdict === 'disallowed'
      ? failure('robots', `robots.txt of ${host} asks not to read this page`)
      : failure('robots', `robots.txt of ${host} is too complex to be followed`);
  }

  #entry(host: string): HostEntry {
    const now = this.#clock.now().getTime();
    const entry = this.#hosts.get(host);
    if (entry && now >= entry.at && now - entry.at < MAX_FRESH_MS) return entry;
    if (this.#hosts.size >= MAX_ROBOTS_HOSTS) {
      const [oldest] = this.#hosts.keys();
      if (oldest !== undefined) this.#hosts.delete(oldest);
    }
    const followers = new Followers();
    const fresh: HostEntry = { at: now, known: this.#ask(host, followers), followers };
    this.#hosts.delete(host);
    this.#hosts.set(host, fresh);
    const forget = () => {
      if (this.#hosts.get(host) === fresh) this.#hosts.delete(host);
    };
    // A failure is not kept: the next page of the host asks again.
    fresh.known.then((result) => result.rules ?? forget(), forget);
    return fresh;
  }

  async #ask(host: string, followers: Followers): Promise<Known> {
    const request = robotsRequest(host);
    const reading = await this.#read(request, followers);
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
