import { setMaxListeners } from 'node:events';
import pg from 'pg';
import { clientConfig } from './postgres.js';
import { postgresError } from './postgres-error.js';
import { CONNECT_TIMEOUT_MS } from './postgres-limits.js';
import { serverName } from './server-name.js';
import { StoreError } from './store-error.js';

export interface LeaseTimes {
  /** Milliseconds between two signs of life. */
  readonly heartbeatMs: number;
  /** Milliseconds to wait for the answer to any of them. */
  readonly answerMs: number;
  /**
   * Milliseconds without a word after which the server gives up a client whose system still answers: a process that
   * hangs, or was stopped, would otherwise keep its subjects from all others.
   */
  readonly abandonedMs: number;
}

/** Whoever is cut off stops within the sum of both. */
export const LEASE_TIMES: LeaseTimes = { heartbeatMs: 3_000, answerMs: 5_000, abandonedMs: 120_000 };
/** After so long without an answer the locks may be gone; a process that stood still does not ask, it stops. */
const MAX_SILENCE_MS = 15_000;

/**
 * Seconds after which the server gives up a client that is cut off: 10 + 3 × 5 at the least, well after the client has
 * stopped.
 */
const serverSettings = ({ abandonedMs }: LeaseTimes) => `
  SET tcp_keepalives_idle = 10;
  SET tcp_keepalives_interval = 5;
  SET tcp_keepalives_count = 3;
  SET tcp_user_timeout = 25000;
  SET idle_session_timeout = ${abandonedMs}`;

/**
 * One connection that holds advisory locks, which end with it. It notices by itself that it is lost, and then `lost` is
 * aborted before the server gives the locks to anybody else.
 */
export class LeaseSession {
  readonly #client: pg.Client;
  readonly #name: string;
  readonly #lost = new AbortController();
  #answeredAt = performance.now();
  #heartbeat: NodeJS.Timeout | undefined;
  /** The question before the next one, which settles without an error. */
  #before: Promise<unknown> = Promise.resolve();

  private constructor(client: pg.Client, name: string) {
    // Every job at work listens: as many as a keeper configured.
    setMaxListeners(0, this.#lost.signal);
    this.#client = client;
    this.#name = name;
    client.on('error', (error) => this.#lose(error));
    client.on('end', () => this.#lose(new Error('the connection was closed')));
  }

  /** @throws StoreError */
  static async open(url: string, times: LeaseTimes): Promise<LeaseSession> {
    const name = serverName(url);
    const client = new pg.Client({
      ...clientConfig(url, name),
      application_name: 'crossproof leases',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: times.answerMs,
    });
    const session = new LeaseSession(client, name);
    try {
      await client.connect();
      await client.query(serverSettings(times));
    } catch (error) {
      session.#lose(error);
      throw postgresError(error, name);
    }
    session.#beat(times.heartbeatMs);
    return session;
  }

  /** Aborted when the locks may be gone, for whatever reason. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** False: another session holds it. The same session may lock twice, so the caller keeps count. */
  async tryLock(key: string): Promise<boolean> {
    const { rows } = await this.#ask<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [key]);
    return rows[0]?.locked === true;
  }

  async unlock(key: string): Promise<void> {
    await this.#ask('SELECT pg_advisory_unlock($1)', [key]);
  }

  async close(): Promise<void> {
    clearTimeout(this.#heartbeat);
    await this.#client.end().catch(() => undefined);
    this.#lose(new StoreError('closed', 'store: closed'));
  }

  #beat(everyMs: number): void {
    this.#heartbeat = setTimeout(async () => {
      if (performance.now() - this.#answeredAt > MAX_SILENCE_MS)
        this.#lose(new Error('no sign of life in time'));
      await this.#ask('SELECT 1', []).catch(() => undefined);
      if (!this.lost.aborted) this.#beat(everyMs);
    }, everyMs);
    this.#heartbeat.unref();
  }

  /** One question at a time: the driver is about to queue them no longer, and a limit must not count the wait of one. */
  #ask<R extends pg.QueryResultRow>(text: string, values: string[]): Promise<pg.QueryResult<R>> {
    const answer = this.#before.then(() => this.#askNow<R>(text, values));
    this.#before = answer.catch(() => undefined);
    return answer;
  }

  async #askNow<R extends pg.QueryResultRow>(text: string, values: string[]): Promise<pg.QueryResult<R>> {
    const askedAt = performance.now();
    try {
      const result = await this.#client.query<R>(text, values);
      this.#answeredAt = askedAt;
      return result;
    } catch (error) {
      // Whatever it was: nobody knows which locks there are.
      this.#lose(error);
      throw postgresError(error, this.#name);
    }
  }

  #lose(error: unknown): void {
    if (this.lost.aborted) return;
    clearTimeout(this.#heartbeat);
    const text = `store ${this.#name}: the connection that holds the leases is lost`;
    this.#lost.abort(new StoreError('unavailable', text, { cause: error }));
    this.#client.end().catch(() => undefined);
  }
}
