import { createHash } from 'node:crypto';
import type { Lease, Leases } from './lease.js';
import { LEASE_TIMES, LeaseSession, type LeaseTimes } from './lease-session.js';
import { closed } from './values.js';

/**
 * Leases that all processes of a deployment share: advisory locks of one connection of each process. No clock is
 * involved: a lock ends with its connection, so that a process that is killed frees what it held at once, and one that
 * is cut off stops before the server lets go. The URL must lead to the server itself: a pooler that gives each
 * transaction another connection breaks the locks.
 *
 * @throws StoreError from `acquire`, code `unavailable` while there is no connection; the next one connects again
 */
export function postgresLeases(url: string, times: LeaseTimes = LEASE_TIMES): Leases {
  return new PostgresLeases(() => LeaseSession.open(url, times));
}

class PostgresLeases implements Leases {
  readonly #open: () => Promise<LeaseSession>;
  #session: Promise<LeaseSession> | null = null;
  /** Keys held or asked for by this process: a session would be given its own lock again. */
  readonly #ours = new Set<string>();
  #closed = false;

  constructor(open: () => Promise<LeaseSession>) {
    this.#open = open;
  }

  async acquire(subject: string): Promise<Lease | null> {
    const key = lockKey(subject);
    if (this.#closed) throw closed();
    if (this.#ours.has(key)) return null;
    this.#ours.add(key);
    try {
      const session = await this.#connected();
      if (await session.tryLock(key)) return this.#lease(session, key);
      this.#ours.delete(key);
      return null;
    } catch (error) {
      this.#ours.delete(key);
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const session = await this.#session?.catch(() => null);
    await session?.close();
  }

  #lease(session: LeaseSession, key: string): Lease {
    let released = false;
    return {
      signal: session.lost,
      release: async () => {
        if (released) return;
        released = true;
        try {
          // A lost session holds nothing, and one that fails here is lost.
          if (!session.lost.aborted) await session.unlock(key).catch(() => undefined);
        } finally {
          this.#ours.delete(key);
        }
      },
    };
  }

  async #connected(): Promise<LeaseSession> {
    this.#session ??= this.#open();
    const opening = this.#session;
    try {
      const session = await opening;
      if (!session.lost.aborted) return session;
    } catch (error) {
      if (this.#session === opening) this.#session = null;
      throw error;
    }
    if (this.#session === opening) this.#session = null;
    return this.#connected();
  }
}

/** Two subjects with one key, one pair in 2^64, only wait for each other. */
function lockKey(subject: string): string {
  const digest = createHash('sha256').update(`crossproof lease ${subject}`).digest();
  return digest.readBigInt64BE(0).toString();
}
