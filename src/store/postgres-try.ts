import type { Queries } from './database.js';
import { ROOM_BYTES } from './limits.js';

/** Named by the transaction, so that two that try at once do not wait for each other; nobody sees it, not even for a moment. */
const INSERT = `INSERT INTO sample (series, slot, value) VALUES ('try', pg_current_xact_id()::text, 0)`;
const DELETE = `DELETE FROM sample WHERE series = 'try' AND slot = pg_current_xact_id()::text`;

/** The least that PostgreSQL allows: what is more goes to a file on the disk of the database, and is gone with the query. */
const SPILL = `SET LOCAL work_mem = '64kB'`;
/** A row of one number takes so many bytes there, as PostgreSQL 15 writes it. */
const ROW_BYTES = 14;
const TAKE_ROOM = `SELECT count(*) FROM generate_series(1, ${Math.ceil(ROOM_BYTES / ROW_BYTES)})`;

/**
 * What `tryWrite` does within a transaction. A row alone would find its place in a page that autovacuum has emptied, on a
 * disk that is full for long.
 */
export async function tryPostgres(queries: Queries): Promise<void> {
  await queries.change(INSERT);
  await queries.change(DELETE);
  await queries.change(SPILL);
  await queries.rows(TAKE_ROOM);
}
