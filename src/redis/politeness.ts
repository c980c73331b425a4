import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { BackOff } from '../fetch/back-off.js';
import type { StopSignal } from '../fetch/budget.js';
import { Gate } from '../fetch/gate.js';
import { MAX_IN_FLIGHT, MAX_PER_HOST } from '../fetch/limits.js';
import type { Politeness, Turn } from '../fetch/politeness.js';
import { AWAY_AGAIN_MS, AWAY_MS, HOLD_SLACK_MS } from './limits.js';
import { Line } from './line.js';
import { type Answer, Turns } from './turns.js';

export interface RedisPolitenessOptions {
  /** Of role `command`. It stays the caller's, who ends it after the fetchers. */
  readonly redis: Redis;
  /** Begins all keys. */
  readonly prefix: string;
  /** Milliseconds for one reading, as the fetchers have it: nobody holds a place at a host for longer. */
  readonly maxTimeMs: number;
  /** Requests to one host at a time, of all processes. */
  readonly perHost?: number;
  /** Requests to one host a second, of all processes; by default as many as answers allow. */
  readonly ratePerSecond?: number;
  /** Requests that may come at once; by default as many as run at a time. */
  readonly burst?: number;
  /** Requests of this process in all at a time. */
  readonly inAll?: number;
  /** Milliseconds for which turns are waited for while Redis is away. */
  readonly awayMs?: number;
  /** 0 to 1: jitter. */
  readonly random?: () => number;
}

/**
 * Politeness of all processes that share a Redis: together they are as polite as one. What they may not do they do not do
 * while Redis is away either: they wait, and then fail with a PolitenessError, which says nothing about any host.
 */
export function redisPoliteness(options: RedisPolitenessOptions): Politeness {
  return new RedisPoliteness(options);
}

class RedisPoliteness implements Politeness {
  readonly #redis: Redis;
  readonly #turns: Turns;
  readonly #gate: Gate;
  readonly #holdMs: number;
  readonly #awayMs: number;
  readonly #random: () => number;
  readonly #process = randomBytes(12).toString('base64url');
  readonly #lines = new Map<string, Line>();
  /** What hosts asked of this process itself, on the monotonic clock: it holds before Redis knows it, and without Redis. */
  readonly #asked = new BackOff();
  #holders = 0;

  constructor(options: RedisPolitenessOptions) {
    const { redis, prefix, perHost = MAX_PER_HOST, ratePerSecond = null, burst = perHost } = options;
    this.#redis = redis;
    this.#holdMs = options.maxTimeMs + HOLD_SLACK_MS;
    this.#awayMs = options.awayMs ?? AWAY_MS;
    this.#random = options.random ?? Math.random;
    this.#gate = new Gate(options.inAll ?? MAX_IN_FLIGHT);
    const rules = { prefix, perHost, ratePerSecond, burst, holdMs: this.#holdMs };
    this.#turns = new Turns(redis, rules, this.#process);
  }

  takeNow(host: string): Turn | null {
    const restMs = this.#restOf(host);
    return restMs > 0 ? { release: null, restMs } : null;
  }

  take(host: string, signal: StopSignal): Promise<Turn | null> {
    const standing = this.#lines.get(host);
    if (standing) return standing.join(signal);
    const line = this.#newLine(host);
    this.#lines.set(host, line);
    const turn = line.join(signal);
    void line.serve();
    return turn;
  }

  rest(host: string, milliseconds: number): void {
    const now = performance.now();
    const until = now + milliseconds;
    this.#asked.note(host, until, now);
    // Sent before the place is given back, over the same connection: nobody gets in between.
    void this.#insist(milliseconds, async () => {
      const left = until - performance.now();
      if (left > 0) await this.#turns.letRest(host, left);
    });
  }

  #newLine(host: string): Line {
    return new Line({
      gate: this.#gate,
      take: (holder) => this.#ask(host, holder),
      giveBack: (holder) => {
        void this.#insist(this.#holdMs, () => this.#turns.giveBack(host, holder));
        this.#lines.get(host)?.poke();
      },
      newHolder: () => `${this.#process}-${++this.#holders}`,
      random: this.#random,
      awayMs: this.#awayMs,
      closed: () => this.#redis.status === 'end',
      onEmpty: (known) => {
        this.#lines.delete(host);
        if (known) void this.#insist(0, () => this.#turns.stopWaiting(host));
      },
    });
  }

  async #ask(host: string, holder: string): Promise<Answer> {
    const ms = this.#restOf(host);
    return ms > 0 ? { is: 'resting', ms } : this.#turns.take(host, holder);
  }

  #restOf(host: string): number {
    return Math.ceil(this.#asked.left(host, performance.now()));
  }

  /** In the background, again until Redis answers, for so long: after that it has expired by itself. */
  async #insist(milliseconds: number, say: () => Promise<void>): Promise<void> {
    const end = performance.now() + milliseconds;
    for (;;) {
      try {
        return await say();
      } catch {
        if (performance.now() >= end || this.#redis.status === 'end') return;
        await sleep(AWAY_AGAIN_MS * (0.5 + this.#random()), undefined, { ref: false });
      }
    }
  }
}
