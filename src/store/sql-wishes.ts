import type { Database, Row } from './database.js';
import { endAllWishes, endWishes } from './end-wishes.js';
import type { NewSchedule } from './schedule-types.js';
import { keepStanding, standingOf } from './standing.js';
import { checkedId, checkedSubject, isoTime, textOrNull } from './values.js';
import * as sql from './wish-statements.js';
import type { Wish, WishStore } from './wish-types.js';

/** Callers' wishes over any Database. Who changes any for a subject holds its schedule first, in the same transaction. */
export class SqlWishes implements WishStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async put(
    caller: string,
    { subject, everySeconds, dueAt, createdAt }: NewSchedule,
  ): Promise<{ readonly wish: Wish; readonly isNew: boolean } | null> {
    const schedule = [checkedSubject(subject), everySeconds, isoTime(dueAt), 0, 0, isoTime(createdAt)];
    const wish = [subject, checkedId(caller), everySeconds, isoTime(createdAt)];
    return this.#database.write(async (queries) => {
      const [token] = await queries.rows(sql.HOLD_TOKEN, [caller]);
      if (token !== undefined && token.revoked_at !== null) return null;
      const standing = await standingOf(queries, await queries.rows(sql.HOLD_OR_ADD_SCHEDULE, schedule));
      const isNew = standing.every(({ wishes }) => !wishes.has(caller));
      await queries.change(sql.PUT_WISH, wish);
      for (const { wishes } of standing) wishes.set(caller, everySeconds);
      await keepStanding(queries, standing);
      const [row] = await queries.rows(sql.SELECT_WISH, [subject, caller]);
      if (row === undefined) throw new Error('a wish that was put is not there');
      return { wish: toWish(row), isNew };
    });
  }

  async get(caller: string, subject: string): Promise<Wish | null> {
    const [row] = await this.#database.rows(sql.SELECT_WISH, [subject, caller]);
    return row === undefined ? null : toWish(row);
  }

  async remove(caller: string, subject: string): Promise<boolean> {
    return this.#database.write(async (queries) => {
      // Whoever has none is answered after the same query, whether others have one or nobody.
      if ((await queries.rows(sql.SELECT_WISH, [subject, caller])).length === 0) return false;
      return (await endWishes(queries, caller, [subject])) === 1;
    });
  }

  async prune(now: string): Promise<number> {
    const rows = await this.#database.rows(sql.SELECT_ENDED_CALLERS, [isoTime(now)]);
    for (const { id } of rows)
      await this.#database.write(async (queries) => {
        await queries.rows(sql.HOLD_TOKEN, [id ?? null]);
        await endAllWishes(queries, String(id));
      });
    return rows.length;
  }
}

function toWish(row: Row): Wish {
  return {
    subject: String(row.subject),
    everySeconds: Number(row.every_seconds),
    dueAt: String(row.due_at),
    lastRunAt: textOrNull(row.last_run_at),
  };
}
