import pg, { type ClientConfig } from 'pg';
import type { Database, Queries, Row, SqlValue } from './database.js';
import { isConflict, postgresError } from './postgres-error.js';
import * as L from './postgres-limits.js';
import { PostgresSession } from './postgres-session.js';
import { tryPostgres } from './postgres-try.js';
import { serverName } from './server-name.js';
import { StoreError } from './store-error.js';
import { TABLES } from './tables.js';
import { closed } from './values.js';

export interface PostgresOptions {
  /** Most connections at once; POOL_SIZE when left out. */
  readonly poolSize?: number;
  /** Milliseconds for one statement, and for the locks it waits for, in place of the named limits. */
  readonly timeoutMs?: number;
}

/**
 * PostgreSQL 15 or newer, through a pool. Nothing is connected before the first query; a query over a connection
 * that is lost rejects with code `unavailable`, and the next one connects again. Where that happens at the end of a
 * write, nobody knows whether it was done.
 */
export class PostgresDatabase implements Database {
  readonly #pool: pg.Pool;
  readonly #name: string;
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  /** @throws StoreError `unsupported` for a URL that cannot be read */
  constructor(url: string, options: PostgresOptions = {}) {
    this.#name = serverName(url);
    const config = clientConfig(url, this.#name, options);
    this.#pool = new pg.Pool({
      ...config,
      max: options.poolSize ?? L.POOL_SIZE,
      idleTimeoutMillis: L.IDLE_CONNECTION_MS,
      // The pool's own limit would count the wait for a free connection too.
      Client: class extends pg.Client {
        constructor() {
          super({ ...config, connectionTimeoutMillis: L.CONNECT_TIMEOUT_MS });
        }
      },
    });
    // A connection that dies while nobody uses it; whoever needs one gets another.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Without password. */
  get name(): string {
    return this.#name;
  }

  rows(sql: string, values: readonly SqlValue[] = []): Promise<readonly Row[]> {
    return this.#use((session) => session.rows(sql, values));
  }

  write<T>(job: (queries: Queries) => Promise<T>): Promise<T> {
    return this.#use((session) => retried(() => transaction(session, job)));
  }

  tryWrite(): Promise<void> {
    return this.#use((session) => transaction(session, tryPostgres));
  }

  /**
   * The rows are gone for every query. What is left of them in the files is overwritten when pages are used again; the
   * write-ahead log and backups hold them until they are thrown away. Asks for nothing that autovacuum would not
   * do by itself, so its failure is none.
   */
  async erase(): Promise<void> {
    try {
      await this.#use((session) =>
        session.run(`VACUUM (SKIP_LOCKED) ${TABLES.map(({ name }) => name).join(', ')}`),
      );
    } catch (error) {
      if (!(error instanceof StoreError) || error.code === 'closed') throw error;
    }
  }

  /** Waits for what was asked for before. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled(this.#running);
    await this.#pool.end();
  }

  #use<T>(job: (session: PostgresSession) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(closed());
    const running = this.#withSession(job);
    this.#running.add(running);
    const done = (): boolean => this.#running.delete(running);
    running.then(done, done);
    return running;
  }

  async #withSession<T>(job: (session: PostgresSession) => Promise<T>): Promise<T> {
    const client = await this.#connect();
    const session = new PostgresSession(client, this.#name);
    try {
      return await job(session);
    } finally {
      client.release(session.lost);
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    if (this.#pool.waitingCount >= L.MAX_WAITING) {
      throw new StoreError(
        'busy',
        `store ${this.#name}: more is asked of it than it can do; try again later`,
      );
    }
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw postgresError(error, this.#name);
    }
  }
}

async function transaction<T>(session: PostgresSession, job: (queries: Queries) => Promise<T>): Promise<T> {
  await session.run('BEGIN ISOLATION LEVEL READ COMMITTED');
  let value: T;
  try {
    value = await job(session);
  } catch (error) {
    // Fails only with the connection, and then the server undoes it.
    if (!session.lost) await session.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
  if ((await session.run('COMMIT')) !== 'COMMIT')
    throw new Error('a write went on after one of its queries failed');
  return value;
}

async function retried<T>(action: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await action();
    } catch (error) {
      if (tries === L.MAX_TRIES || !isConflict(error)) throw error;
    }
  }
}

/** What every connection of ours has in common. @throws StoreError `unsupported` for a URL that cannot be read */
export function clientConfig(url: string, name: string, { timeoutMs }: PostgresOptions = {}): ClientConfig {
  const config: ClientConfig = {
    connectionString: url,
    application_name: 'crossproof',
    keepAlive: true,
    keepAliveInitialDelayMillis: L.KEEP_ALIVE_MS,
    statement_timeout: timeoutMs ?? L.STATEMENT_TIMEOUT_MS,
    query_timeout: timeoutMs ?? L.QUERY_TIMEOUT_MS,
    lock_timeout: timeoutMs ?? L.LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: L.IDLE_IN_TRANSACTION_MS,
    types: { getTypeParser },
  };
  try {
    new pg.Client(config);
    return config;
  } catch (error) {
    throw new StoreError(
      'unsupported',
      `store ${name}: this URL cannot be read; write one as postgres://USER:PASSWORD@HOST:PORT/DATABASE`,
      { cause: error },
    );
  }
}

/** pg gives bigint as text: it may be beyond 2^53, which nothing that we store is. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === pg.types.builtins.INT8 ? safeInteger : pg.types.getTypeParser(oid, format ?? 'text');

function safeInteger(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError('a number in the store is beyond 2^53');
}
