import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Database, Queries, Row, SqlValue } from './database.js';
import { takeRoom } from './room.js';
import { SqliteConnection } from './sqlite-connection.js';
import { StoreError } from './store-error.js';
import { closed } from './values.js';

/** Writes that wait for each other's fsync go into one commit; more would make the first of them wait too long. */
const MAX_BATCH = 256;
/** Between two tries for a lock that another process holds. */
const RETRY_MS = { least: 5, most: 50 } as const;

interface Job {
  readonly run: (queries: Queries) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * SQLite through libsql. Two connections: what one writes shows to the other only once it is committed. Writes that
 * are asked for in the same turn share one transaction and one fsync, each with a savepoint of its own.
 */
export class SqliteDatabase implements Database {
  readonly #writer: SqliteConnection;
  readonly #reader: SqliteConnection;
  readonly #path: string;
  readonly #busyTimeoutMs: number;
  #waiting: Job[] = [];
  #scheduled = false;
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(
    path: string,
    busyTimeoutMs: number,
    writer: SqliteConnection,
    reader: SqliteConnection,
  ) {
    this.#path = path;
    this.#busyTimeoutMs = busyTimeoutMs;
    this.#writer = writer;
    this.#reader = reader;
  }

  /** Opens an existing file, which may be empty. `busyTimeoutMs` bounds every wait for another process. */
  static async open(path: string, busyTimeoutMs: number): Promise<SqliteDatabase> {
    const opened: SqliteConnection[] = [];
    try {
      const writer = new SqliteConnection(path);
      opened.push(writer);
      await retryBusy(busyTimeoutMs, () => setUp(writer, path));
      const reader = new SqliteConnection(path);
      opened.push(reader);
      await retryBusy(busyTimeoutMs, () => reader.pragma('query_only=ON'));
      return new SqliteDatabase(path, busyTimeoutMs, writer, reader);
    } catch (error) {
      for (const connection of opened) connection.close();
      throw error;
    }
  }

  rows(sql: string, values: readonly SqlValue[] = []): Promise<readonly Row[]> {
    return retryBusy(this.#busyTimeoutMs, () => this.#reader.rows(sql, values));
  }

  /** By the reader, which writes nothing itself: for it our own writes are another connection's too. */
  version(): Promise<number> {
    return retryBusy(this.#busyTimeoutMs, () => this.#reader.dataVersion());
  }

  write<T>(run: (queries: Queries) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(closed());
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run, resolve: resolve as (value: unknown) => void, reject });
      this.#schedule();
    });
  }

  /** The number that changes is one of the file's header, `user_version`, which means nothing to anybody. */
  async tryWrite(): Promise<void> {
    if (this.#closed) throw closed();
    await this.#alone(async () => {
      await takeRoom(`${this.#path}-room`, this.#path);
      await retryBusy(this.#busyTimeoutMs, () => {
        const [row] = this.#writer.pragma('user_version');
        this.#writer.exec(row?.user_version === 0 ? 'PRAGMA user_version=1' : 'PRAGMA user_version=0');
      });
    });
  }

  /**
   * secure_delete overwrites a deleted row where it stands, yet not the copies that splitting and merging of pages
   * left in their unused parts: only writing the whole file anew does. Then the log, which shows the old pages, is
   * emptied. Takes time and free space in the order of the file; asked for seldom.
   */
  erase(): Promise<void> {
    return this.#alone(async () => {
      await retryBusy(this.#busyTimeoutMs, () => vacuum(this.#writer));
      await retryBusy(this.#busyTimeoutMs, () => this.#emptyLog());
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    while (this.#scheduled) await this.#tail;
    await this.#alone(async () => {
      try {
        this.#writer.pragma('wal_checkpoint(TRUNCATE)');
      } catch {
        // Tidying only: the next one to open reads the log.
      }
      this.#reader.close();
      this.#writer.close();
    });
  }

  #emptyLog(): void {
    const [row] = this.#writer.pragma('wal_checkpoint(TRUNCATE)');
    if (row?.busy === 0) return;
    throw new StoreError(
      'busy',
      `store ${this.#path}: deleted, but another process still reads the old pages; run this again when it has ended`,
    );
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    void this.#alone(async () => {
      await nextTurn();
      this.#scheduled = false;
      const batch = this.#waiting.splice(0, MAX_BATCH);
      if (this.#waiting.length > 0) this.#schedule();
      await this.#commit(batch);
    });
  }

  /** One at a time, in the order asked for. */
  #alone<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(action);
    this.#tail = result.catch(() => undefined);
    return result;
  }

  async #commit(batch: readonly Job[]): Promise<void> {
    try {
      await retryBusy(this.#busyTimeoutMs, () => this.#writer.exec('BEGIN IMMEDIATE'));
      const settle: (() => void)[] = [];
      for (const job of batch) settle.push(await this.#runInSavepoint(job));
      this.#writer.exec('COMMIT');
      for (const done of settle) done();
    } catch (error) {
      this.#rollBack();
      for (const job of batch) job.reject(error);
    }
  }

  async #runInSavepoint(job: Job): Promise<() => void> {
    this.#writer.exec('SAVEPOINT job');
    try {
      const value = await job.run(this.#queries);
      this.#writer.exec('RELEASE job');
      return () => job.resolve(value);
    } catch (error) {
      // A full disk or a failed write undoes the whole transaction, not only this job's part.
      if (!this.#writer.inTransaction) throw error;
      this.#writer.exec('ROLLBACK TO job');
      this.#writer.exec('RELEASE job');
      return () => job.reject(error);
    }
  }

  #rollBack(): void {
    try {
      if (this.#writer.inTransaction) this.#writer.exec('ROLLBACK');
    } catch {
      // The failure that led here is the one to tell; SQLite undoes an open transaction by itself.
    }
  }

  readonly #queries: Queries = {
    rows: async (sql, values) => this.#writer.rows(sql, values),
    change: async (sql, values) => this.#writer.change(sql, values),
  };
}

function setUp(connection: SqliteConnection, path: string): void {
  const tables = connection.rows('SELECT name FROM sqlite_master');
  if (tables.length > 0 && !tables.some((table) => table.name === 'crossproof_schema')) {
    throw new StoreError(
      'unsupported',
      `store ${path}: a database of another program; name another file with --store`,
    );
  }
  // Every pragma that matters is read back: SQLite keeps silent about one that it could not follow.
  const [journal] = connection.pragma('journal_mode=WAL');
  if (journal?.journal_mode !== 'wal') {
    throw new StoreError(
      'unsupported',
      `store ${path}: this file system cannot keep a write-ahead log; put the store on a local disk`,
    );
  }
  connection.pragma('synchronous=FULL');
  connection.pragma('secure_delete=ON');
  connection.pragma('foreign_keys=ON');
  // What a sort spills would stay behind in a file that `forget` does not know.
  connection.pragma('temp_store=MEMORY');
}

/** Its copy of the file goes to disk, not to memory; nothing deleted is in it. */
function vacuum(connection: SqliteConnection): void {
  connection.pragma('temp_store=FILE');
  try {
    connection.exec('VACUUM');
  } finally {
    connection.pragma('temp_store=MEMORY');
  }
}

/** Tries again while another process holds the lock; the event loop goes on meanwhile. */
async function retryBusy<T>(timeoutMs: number, action: () => T): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (let wait: number = RETRY_MS.least; ; wait = Math.min(wait * 2, RETRY_MS.most)) {
    try {
      return action();
    } catch (error) {
      const busy = error instanceof StoreError && error.code === 'busy';
      if (!busy || performance.now() >= deadline) throw error;
    }
    await pause(wait);
  }
}
