import { batches } from './batches.js';
import type { Queries } from './database.js';
import { MAX_PAGE } from './limits.js';
import { holdStanding, keepStanding } from './standing.js';
import * as sql from './wish-statements.js';

/** Ends a caller's wishes for these subjects, and the schedules that nobody else wants. Gives how many he had. */
export async function endWishes(
  queries: Queries,
  caller: string,
  subjects: readonly string[],
): Promise<number> {
  let ended = 0;
  // In the order of their subjects, as everybody who holds many schedules does.
  for (const batch of batches([...subjects].sort())) {
    const standing = await holdStanding(queries, batch);
    for (const { wishes } of standing) wishes.delete(caller);
    const values = batch.flatMap((subject) => [subject, caller]);
    ended += await queries.change(sql.DELETE_WISHES(batch.length), values);
    await keepStanding(queries, standing);
  }
  return ended;
}

/** All of a caller whose token has ended, and whose row is held: no new one comes meanwhile. */
export async function endAllWishes(queries: Queries, caller: string): Promise<void> {
  for (;;) {
    const rows = await queries.rows(sql.SELECT_WISHED, [caller, MAX_PAGE]);
    if (rows.length === 0) return;
    const subjects = rows.map((row) => String(row.subject));
    await endWishes(queries, caller, subjects);
  }
}
