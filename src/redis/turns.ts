import type { Redis } from 'ioredis';
import { microsecondsEach } from '../fetch/token-bucket.js';
import { WAITER_MS } from './limits.js';
import { numbers, type Script, script } from './script.js';
import { GRANTED, LET_REST, RESTING, TAKE_TURN } from './turn-scripts.js';

/** What all processes that share their politeness have to agree on. */
export interface TurnRules {
  /** Begins all keys. */
  readonly prefix: string;
  /** Requests to one host at a time. */
  readonly perHost: number;
  /** Requests to one host a second; null: as many as answers allow. */
  readonly ratePerSecond: number | null;
  /** Requests that may come at once. */
  readonly burst: number;
  /** Milliseconds after which a place is free again whose holder said nothing. */
  readonly holdMs: number;
}

/** What Redis says to who asks for a turn. */
export type Answer =
  | { readonly is: 'granted' }
  | { readonly is: 'resting'; readonly ms: number }
  /** `ms`: until there is a token; null where a place is missing, of which nobody knows when it comes free. */
  | { readonly is: 'waiting'; readonly ms: number | null; readonly ahead: number };

/**
 * Whose turn it is at which host, as Redis knows it: one round trip a verb. Five keys a host, each of which expires by itself
 * once nobody asks any more. All methods reject where Redis does not answer.
 */
export class Turns {
  readonly #rules: TurnRules;
  readonly #process: string;
  readonly #take: Script;
  readonly #redis: Redis;

  /** `process` tells this process from all others. */
  constructor(redis: Redis, rules: TurnRules, process: string) {
    this.#rules = rules;
    this.#process = process;
    this.#take = script(redis, TAKE_TURN);
    this.#redis = redis;
  }

  /** Asking again for the same holder changes nothing. */
  async take(host: string, holder: string): Promise<Answer> {
    const { perHost, ratePerSecond, burst, holdMs } = this.#rules;
    const interval = ratePerSecond === null ? 0 : microsecondsEach(ratePerSecond);
    const keys = ['rest', 'holders', 'bucket', 'waiters', 'seen'].map((part) => this.#key(host, part));
    const reply = await this.#take(keys, [
      holder,
      this.#process,
      perHost,
      holdMs,
      interval,
      burst,
      WAITER_MS,
    ]);
    const [is, ms = 0, ahead = 0] = numbers(reply, 3);
    if (is === GRANTED) return { is: 'granted' };
    return is === RESTING ? { is: 'resting', ms } : { is: 'waiting', ms: ms === 0 ? null : ms, ahead };
  }

  async giveBack(host: string, holder: string): Promise<void> {
    await this.#redis.zrem(this.#key(host, 'holders'), holder);
  }

  /** Sent whole: a digest that Redis does not know would cost a second round trip, and let others get in between. */
  async letRest(host: string, milliseconds: number): Promise<void> {
    await this.#redis.eval(LET_REST, 1, this.#key(host, 'rest'), Math.ceil(milliseconds));
  }

  /** Nobody of this process waits for the host any more. */
  async stopWaiting(host: string): Promise<void> {
    await this.#redis
      .multi()
      .zrem(this.#key(host, 'waiters'), this.#process)
      .zrem(this.#key(host, 'seen'), this.#process)
      .exec();
  }

  /** In braces: what a cluster sorts keys by, so that those of one host stay together. */
  #key(host: string, part: string): string {
    return `${this.#rules.prefix}:host:{${host}}:${part}`;
  }
}
