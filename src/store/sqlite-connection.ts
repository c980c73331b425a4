import Libsql from 'libsql';
import type { Row, SqlValue } from './database.js';
import { checkedValue } from './sql-value.js';
import { sqliteError } from './sqlite-error.js';
import { closed } from './values.js';

interface Prepared {
  run(values: readonly SqlValue[]): { changes: number };
  all(values: readonly SqlValue[]): Record<string, unknown>[];
  get(values: readonly SqlValue[]): Record<string, unknown> | undefined;
}

/** What is used of libsql; its own types name neither rows nor `inTransaction`. */
interface Driver {
  readonly inTransaction: boolean;
  prepare(sql: string): Prepared;
  exec(sql: string): void;
  close(): void;
}

/**
 * One libsql connection behind a wall: libsql binds `$n` in order of appearance, aborts the process on a boolean,
 * a Date or a lone Buffer, cuts text at NUL, and rounds integers above 2^53. Everything here is synchronous;
 * errors are StoreError, or the driver's own where the statement is wrong.
 */
export class SqliteConnection {
  readonly #database: Driver;
  readonly #prepared = new Map<string, Prepared>();
  readonly #path: string;
  #open = true;

  constructor(path: string) {
    this.#path = path;
    // No waiting inside the driver: it would stop the event loop. Waiting is done by the caller.
    this.#database = this.#guard(() => new Libsql(path, { timeout: 0 }) as unknown as Driver);
  }

  get inTransaction(): boolean {
    return this.#open && this.#database.inTransaction;
  }

  /** A statement without parameters and without an answer. */
  exec(sql: string): void {
    this.#use(() => this.#database.exec(sql));
  }

  /** PRAGMAs answer with rows or with nothing. */
  pragma(text: string): readonly Row[] {
    return this.#use(() => this.#database.prepare(`PRAGMA ${text}`).all([]).map(toRow));
  }

  /** Changes whenever another connection, of whatever process, has committed something (sqlite.org/pragma.html). */
  dataVersion(): number {
    return this.#use(() => Number(this.#statement('PRAGMA data_version').get([])?.data_version));
  }

  rows(sql: string, values: readonly SqlValue[] = []): readonly Row[] {
    const bound = values.map(checkedValue);
    return this.#use(() => this.#statement(sql).all(bound).map(toRow));
  }

  change(sql: string, values: readonly SqlValue[] = []): number {
    const bound = values.map(checkedValue);
    return this.#use(() => this.#statement(sql).run(bound).changes);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#prepared.clear();
    this.#guard(() => this.#database.close());
  }

  /** The number of distinct statements is that of statements.ts: nobody builds SQL from data. */
  #statement(sql: string): Prepared {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql.replace(/\$(\d+)/g, '?$1'));
      this.#prepared.set(sql, statement);
    }
    return statement;
  }

  #use<T>(action: () => T): T {
    if (!this.#open) throw closed();
    return this.#guard(action);
  }

  #guard<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw sqliteError(error, this.#path);
    }
  }
}

function toRow(raw: Record<string, unknown>): Row {
  const row: Record<string, SqlValue> = {};
  for (const [name, value] of Object.entries(raw)) {
    row[name] = value instanceof ArrayBuffer ? Buffer.from(value) : (value as SqlValue);
  }
  return row;
}
