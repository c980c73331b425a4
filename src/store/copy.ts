import { setImmediate as nextTurn } from 'node:timers/promises';
import { batches, batchStatements } from './batches.js';
import type { Database, Queries, Row, SqlValue } from './database.js';
import { StoreError } from './store-error.js';
import { TABLES, type Table } from './tables.js';

/** Rows read at once: each may hold the evidence of a verification. */
const PAGE = 128;

export interface CopyProgress {
  readonly table: string;
  /** Rows of this table copied so far. */
  readonly copied: number;
  /** Rows of it that there were at the start. */
  readonly rows: number;
}

export interface CopyOptions {
  /** Told after each page. */
  readonly onProgress?: (progress: CopyProgress) => void;
  /** Ends it; the target is as it was. */
  readonly signal?: AbortSignal;
}

/** Rows copied, by table. */
export type Copied = Readonly<Record<string, number>>;

/**
 * Copies everything but the cache of answers, which fills again by itself, into a store that is empty. In one
 * transaction of the target: it holds all of it afterwards, or nothing. Whoever writes to the source meanwhile makes it
 * fail with code `busy`, as far as numbers of rows show it.
 *
 * @throws StoreError `unsupported` where the target is not empty
 */
export async function copyStore(from: Database, to: Database, options: CopyOptions = {}): Promise<Copied> {
  const tables = TABLES.filter(({ cache }) => cache !== true);
  return to.write(async (target) => {
    for (const table of TABLES) await refuseFilled(target, table);
    const copied: Record<string, number> = {};
    for (const table of tables) copied[table.name] = await copyTable(from, target, table, options);
    for (const table of tables) await compare(from, target, table);
    return copied;
  });
}

async function refuseFilled(target: Queries, { name, columns }: Table): Promise<void> {
  const rows = await target.rows(`SELECT ${columns[0]} FROM ${name} LIMIT 1`);
  if (rows.length === 0) return;
  throw new StoreError('unsupported', 'store: the target of a copy has to be empty; name a new one');
}

async function copyTable(
  from: Database,
  target: Queries,
  table: Table,
  options: CopyOptions,
): Promise<number> {
  const { name, columns } = table;
  const insert = batchStatements(
    columns.length,
    (rows) => `INSERT INTO ${name} (${columns.join(', ')}) VALUES ${rows}`,
  );
  const rows = await count(from, name);
  let copied = 0;
  let last: Row | undefined;
  for (;;) {
    // SQLite answers within the turn: without this nobody would hear Ctrl-C.
    await nextTurn();
    options.signal?.throwIfAborted();
    const page = await nextPage(from, table, last);
    for (const batch of batches(page)) {
      await target.change(
        insert(batch.length),
        batch.flatMap((row) => valuesOf(row, columns)),
      );
    }
    copied += page.length;
    last = page.at(-1);
    options.onProgress?.({ table: name, copied, rows });
    if (page.length < PAGE) return copied;
  }
}

/** The rows that follow the one given, in the order of the primary key. */
function nextPage(from: Database, { name, columns, keys }: Table, last?: Row): Promise<readonly Row[]> {
  const key = columns.slice(0, keys);
  const select = `SELECT ${columns.join(', ')} FROM ${name}`;
  const order = `ORDER BY ${key.join(', ')}`;
  if (last === undefined) return from.rows(`${select} ${order} LIMIT $1`, [PAGE]);
  const after = key.map((_, n) => `$${n + 1}`).join(', ');
  const where = `WHERE (${key.join(', ')}) > (${after})`;
  return from.rows(`${select} ${where} ${order} LIMIT $${keys + 1}`, [...valuesOf(last, key), PAGE]);
}

async function compare(from: Database, target: Queries, { name }: Table): Promise<void> {
  if ((await count(from, name)) === (await count(target, name))) return;
  throw new StoreError(
    'busy',
    `store: its ${name} rows changed while they were copied; end what writes to it first`,
  );
}

async function count(queries: Pick<Queries, 'rows'>, table: string): Promise<number> {
  const [row] = await queries.rows(`SELECT count(*) AS all_rows FROM ${table}`);
  return Number(row?.all_rows);
}

function valuesOf(row: Row, columns: readonly string[]): SqlValue[] {
  return columns.map((column) => {
    const value = row[column];
    if (value === undefined) throw new Error(`a row has no ${column}`);
    return value;
  });
}
