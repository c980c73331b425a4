import type { Redis } from 'ioredis';
import { connectRedis } from '../redis/connect.js';
import type { Bus } from './bus.js';
import type { QueueError } from './queue-error.js';
import { tellOnce } from './tell-once.js';

export interface RedisBusOptions {
  readonly url: string;
  /** What the names of all channels begin with. */
  readonly prefix: string;
  /** Trouble with Redis, each once a minute. */
  readonly onError: (error: QueueError) => void;
  /** As `connectRedis` has it. */
  readonly patience?: number;
}

/**
 * Among any number of processes, one channel a job: a process hears of those alone that somebody waits for in it. What
 * is published before a subscription holds, or while Redis is away, is lost: therefore everybody who listens is told to
 * look once it holds.
 *
 * @throws RedisError `url`
 */
export function redisBus(options: RedisBusOptions): Bus {
  return new RedisBus(options);
}

class RedisBus implements Bus {
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #before: string;
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #trouble: (error: unknown) => void;
  #closed = false;

  constructor({ url, prefix, onError, patience = 1 }: RedisBusOptions) {
    this.#before = `${prefix}:job:`;
    this.#trouble = tellOnce(onError);
    const common = { onError: this.#trouble, patience };
    this.#publisher = connectRedis(url, { ...common, name: 'crossproof:publisher', role: 'command' });
    this.#subscriber = connectRedis(url, { ...common, name: 'crossproof:subscriber', role: 'subscriber' });
    this.#subscriber.on('message', (channel: string) => this.#tell(channel));
    // It subscribes again by itself, but does not say when that is done.
    this.#subscriber.on('ready', () => {
      for (const channel of this.#listeners.keys()) this.#listen(channel);
    });
  }

  publish(jobId: string): void {
    if (this.#publisher.status !== 'ready') return;
    this.#publisher.publish(this.#before + jobId, '').catch(this.#trouble);
  }

  subscribe(jobId: string, listener: () => void): () => void {
    const channel = this.#before + jobId;
    // Whoever listens twice with one function means it twice.
    const entry = (): void => listener();
    const listeners = this.#listeners.get(channel) ?? new Set();
    listeners.add(entry);
    this.#listeners.set(channel, listeners);
    if (listeners.size === 1) this.#listen(channel);
    return () => {
      if (!listeners.delete(entry) || listeners.size > 0) return;
      this.#listeners.delete(channel);
      if (!this.#closed) this.#subscriber.unsubscribe(channel).catch(this.#trouble);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#listeners.clear();
    this.#publisher.disconnect();
    this.#subscriber.disconnect();
  }

  #listen(channel: string): void {
    if (this.#closed) return;
    this.#subscriber.subscribe(channel).then(() => this.#tell(channel), this.#trouble);
  }

  #tell(channel: string): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener();
  }
}
