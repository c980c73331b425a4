import { MAX_BACK_OFF_HOSTS, MAX_BACK_OFF_MS } from './limits.js';

/**
 * When a Retry-After header (RFC 9110 section 10.2.3: seconds or a date) lets us come back, at most
 * `MAX_BACK_OFF_MS` from now. Null: there is none, or it cannot be read.
 */
export function retryAfter(header: string | undefined, now: Date): Date | null {
  const text = header?.trim() ?? '';
  let at: number;
  if (/^\d{1,10}$/.test(text)) at = now.getTime() + Number(text) * 1000;
  // A date holds letters; Date.parse alone would take "-1" and "2.5" for years and months.
  else if (/^[A-Za-z]{3,9},? [\w: +-]{8,40}$/.test(text)) at = Date.parse(text);
  else return null;
  if (Number.isNaN(at)) return null;
  return new Date(Math.min(Math.max(at, now.getTime()), now.getTime() + MAX_BACK_OFF_MS));
}

/**
 * Hosts that asked to be left alone, and until when. Times are milliseconds since the epoch. A host that may be asked again is
 * dropped when it is asked for, and with the next wish of any: whose own it is may be forgotten meanwhile.
 */
export class BackOff {
  readonly #until = new Map<string, number>();

  /** Of several wishes the longest holds: they were told to requests that ran at the same time. */
  note(host: string, until: number, now: number): void {
    const longest = Math.max(until, now + this.left(host, now));
    this.#dropEnded(now);
    // The oldest wish goes first: a flood of hosts must not fill the memory.
    if (this.#until.size >= MAX_BACK_OFF_HOSTS) {
      const [oldest] = this.#until.keys();
      if (oldest !== undefined) this.#until.delete(oldest);
    }
    this.#until.delete(host);
    this.#until.set(host, longest);
  }

  /** Milliseconds for which the host is not asked. */
  left(host: string, now: number): number {
    const until = this.#until.get(host);
    if (until === undefined) return 0;
    if (until > now) return until - now;
    this.#until.delete(host);
    return 0;
  }

  /** All that are not asked at this moment, and until when. */
  *resting(now: number): Generator<readonly [host: string, until: number]> {
    this.#dropEnded(now);
    yield* this.#until;
  }

  #dropEnded(now: number): void {
    for (const [host, until] of this.#until) if (until <= now) this.#until.delete(host);
  }
}
