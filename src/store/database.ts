/** What goes into and comes out of a column. Nothing else may reach a driver. */
export type SqlValue = string | number | Buffer | null;
export type Row = Readonly<Record<string, SqlValue>>;

/** Statements use `$n` parameters and the subset of SQL that SQLite and PostgreSQL share. */
export interface Queries {
  rows(sql: string, values?: readonly SqlValue[]): Promise<readonly Row[]>;
  /** Gives the number of rows changed. */
  change(sql: string, values?: readonly SqlValue[]): Promise<number>;
}

/** What the store needs of an SQL database; one adapter for each. Rejects with StoreError. */
export interface Database {
  /** Reads what is committed. */
  rows(sql: string, values?: readonly SqlValue[]): Promise<readonly Row[]>;
  /**
   * One transaction: durable when resolved, undone when the job throws. The job awaits nothing but its
   * queries, and begins no other write. It may be run again, from the start, after it lost against another.
   */
  write<T>(job: (queries: Queries) => Promise<T>): Promise<T>;
  /**
   * Writes next to nothing, to see whether it can be done: durable when resolved, and nothing of it is seen. Takes room for
   * ROOM_BYTES more as well, and gives it back: a disk that is full still takes what fits into room won before.
   */
  tryWrite(): Promise<void>;
  /**
   * A number that changes whenever anybody has committed something, in whatever process: while it stays, `rows` would give
   * the same. Not there where asking for it costs as much as asking for rows.
   */
  version?(): Promise<number>;
  /** Removes from the files what deleted rows left behind. */
  erase(): Promise<void>;
  close(): Promise<void>;
}
