import type { Redis } from 'ioredis';
import { BackOff } from '../fetch/back-off.js';
import { MAX_BACK_OFF_HOSTS, MAX_BACK_OFF_MS } from '../fetch/limits.js';
import type { Politeness } from '../fetch/politeness.js';
import type { Resting, RestingHost, RestingList } from '../fetch/resting.js';
import type { Clock } from '../fetch/types.js';
import { connectRedis } from './connect.js';
import { readRest, writeRest } from './rest-message.js';
import { COUNT_RESTING, LIST_RESTING, NOTE_RESTING } from './resting-scripts.js';
import { type Script, script } from './script.js';
import { unnamed } from './unnamed-hosts.js';

export interface RestingHostsOptions {
  /** Of role `command`. It stays the caller's. */
  readonly redis: Redis;
  /** The same server, for the connection that listens. */
  readonly url: string;
  /** Begins all keys and channels. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/** Hosts that are left alone by all processes that share a Redis. */
export interface RestingHosts extends Resting {
  /** The same politeness, whose wishes to be left alone are known here. */
  watch(politeness: Politeness): Politeness;
  /** From now on this process hears what the hosts are called; of those before it knows the number alone. */
  listen(): void;
  close(): Promise<void>;
}

/**
 * What stands in Redis are hashes of hosts, for the reason that `unnamedHosts` gives. Their names are told by whoever was asked
 * to leave them alone, to those who listen at that moment (what is published is kept nowhere), and stand in the memory of
 * these until the host may be asked again.
 */
export function restingHosts(options: RestingHostsOptions): RestingHosts {
  return new RedisRestingHosts(options);
}

class RedisRestingHosts implements RestingHosts {
  readonly #options: RestingHostsOptions;
  readonly #key: string;
  readonly #note: Script;
  readonly #count: Script;
  readonly #list: Script;
  /** Hosts by name, on our clock: those that may be asked again are dropped with the next word of any, or the next look. */
  readonly #names = new BackOff();
  #listener: Redis | null = null;
  #closed = false;

  constructor(options: RestingHostsOptions) {
    const { redis, prefix } = options;
    this.#options = options;
    // Key and channel: they do not meet.
    this.#key = `${prefix}:resting`;
    this.#note = script(redis, NOTE_RESTING);
    this.#count = script(redis, COUNT_RESTING);
    this.#list = script(redis, LIST_RESTING);
  }

  watch(politeness: Politeness): Politeness {
    return {
      takeNow: (host) => politeness.takeNow(host),
      take: (host, signal) => politeness.take(host, signal),
      rest: (host, milliseconds) => {
        politeness.rest(host, milliseconds);
        // Only to be looked at: where Redis is away, it is not shown.
        this.#tell(host, milliseconds).catch(() => undefined);
      },
    };
  }

  listen(): void {
    if (this.#listener !== null) return;
    const { url, onError } = this.#options;
    const listener = connectRedis(url, { name: 'crossproof:resting', role: 'subscriber', onError });
    this.#listener = listener;
    listener.on('message', (_channel: string, text: string) => this.#hear(text));
    // It subscribes again by itself.
    listener.subscribe(this.#key).catch((error: unknown) => {
      if (!this.#closed) onError(error);
    });
  }

  async count(): Promise<number> {
    return Number(await this.#count([this.#key], []));
  }

  async list(): Promise<RestingList> {
    const now = this.#options.clock.now().getTime();
    const names = new Map([...this.#names.resting(now)].map(([host]) => [unnamed(host), host]));
    const resting = pairs(await this.#list([this.#key], []));
    const hosts = resting.flatMap(({ hash, ms }): readonly RestingHost[] => {
      const host = names.get(hash);
      return host === undefined ? [] : [{ host, until: new Date(now + ms).toISOString() }];
    });
    return { hosts, unnamed: resting.length - hosts.length };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#listener?.disconnect();
  }

  async #tell(host: string, milliseconds: number): Promise<void> {
    const ms = Math.min(MAX_BACK_OFF_MS, Math.ceil(milliseconds));
    if (ms <= 0) return;
    await this.#note([this.#key], [unnamed(host), ms, MAX_BACK_OFF_HOSTS]);
    await this.#options.redis.publish(this.#key, writeRest({ host, ms }));
  }

  #hear(text: string): void {
    const rest = readRest(text);
    if (rest === null) return;
    const now = this.#options.clock.now().getTime();
    this.#names.note(rest.host, now + rest.ms, now);
  }
}

/** @throws Error for an answer that is none of our script's */
function pairs(reply: unknown): readonly { readonly hash: string; readonly ms: number }[] {
  if (!Array.isArray(reply)) throw new Error('a script answered no list');
  return Array.from({ length: Math.floor(reply.length / 2) }, (_, n) => ({
    hash: String(reply[2 * n]),
    ms: Number(reply[2 * n + 1]),
  }));
}
