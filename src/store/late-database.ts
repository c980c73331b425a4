import { setTimeout as pause } from 'node:timers/promises';
import type { Database, Queries, Row, SqlValue } from './database.js';
import { StoreError } from './store-error.js';

/** Milliseconds between two tries to reach a database that is not there yet. */
const RETRY_MS = 1_000;

export interface LateDatabaseOptions {
  /** Hears once that the wait began, and why. */
  readonly onWaiting?: (error: StoreError) => void;
}

/**
 * A database that may come up after us: until then everything rejects with code `unavailable`, and it is asked for
 * again and again. What waiting does not cure (a newer schema, a wrong password) ends the wait: `opened` rejects.
 */
export class LateDatabase implements Database {
  /** Resolves when it is there; rejects where it never will be. */
  readonly opened: Promise<void>;
  #database: Database | null = null;
  readonly #stop = new AbortController();

  constructor(open: () => Promise<Database>, options: LateDatabaseOptions = {}) {
    this.opened = this.#open(open, options);
    // Whoever waits hears of it; nobody has to.
    this.opened.catch(() => undefined);
  }

  async rows(sql: string, values?: readonly SqlValue[]): Promise<readonly Row[]> {
    return this.#there().rows(sql, values);
  }

  async write<T>(job: (queries: Queries) => Promise<T>): Promise<T> {
    return this.#there().write(job);
  }

  async tryWrite(): Promise<void> {
    return this.#there().tryWrite();
  }

  async erase(): Promise<void> {
    return this.#there().erase();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.opened.catch(() => undefined);
    await this.#database?.close();
  }

  #there(): Database {
    if (this.#database) return this.#database;
    throw new StoreError('unavailable', 'store: it cannot be reached yet');
  }

  async #open(open: () => Promise<Database>, options: LateDatabaseOptions): Promise<void> {
    for (let told = false; !this.#stop.signal.aborted; ) {
      try {
        this.#database = await open();
        return;
      } catch (error) {
        if (!(error instanceof StoreError) || error.code !== 'unavailable') throw error;
        if (!told) options.onWaiting?.(error);
        told = true;
      }
      await pause(RETRY_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }
}
