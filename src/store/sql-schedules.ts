import { batches } from './batches.js';
import type { Database, Queries, Row, SqlValue } from './database.js';
import type { SubmittedJob } from './job-types.js';
import * as sql from './schedule-statements.js';
import type * as S from './schedule-types.js';
import { KEEPER, keepStanding, standingOf } from './standing.js';
import { submitJobs } from './submit-jobs.js';
import { checkedLimit, checkedSubject, isoTime, textOrNull } from './values.js';

/**
 * Schedules over any Database. Many rows are always written in the order of their subjects, so that two writers do not
 * wait for each other in a circle.
 */
export class SqlSchedules implements S.ScheduleStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async put(schedule: S.NewSchedule): Promise<S.Schedule> {
    const [row] = await this.#database.write(async (queries) => {
      await putBatch(queries, [schedule]);
      return queries.rows(sql.SELECT_SCHEDULE, [schedule.subject]);
    });
    if (row === undefined) throw new Error('a schedule that was put is not there');
    return toSchedule(row);
  }

  async putAll(schedules: readonly S.NewSchedule[]): Promise<void> {
    // A statement may not change one row twice.
    const bySubject = new Map(schedules.map((schedule) => [schedule.subject, schedule]));
    const sorted = inOrder([...bySubject.values()]);
    await this.#database.write(async (queries) => {
      for (const batch of batches(sorted)) await putBatch(queries, batch);
    });
  }

  async get(subject: string): Promise<S.Schedule | null> {
    const [row] = await this.#database.rows(sql.SELECT_SCHEDULE, [subject]);
    return row === undefined ? null : toSchedule(row);
  }

  async remove(subject: string): Promise<boolean> {
    const removed = await this.#database.write((queries) => queries.change(sql.DELETE_SCHEDULE, [subject]));
    return removed === 1;
  }

  async list(options: {
    readonly after?: string;
    readonly limit: number;
  }): Promise<readonly S.ListedSchedule[]> {
    const values = [options.after ?? '', checkedLimit(options.limit)];
    const rows = await this.#database.rows(sql.SELECT_SCHEDULES, values);
    return rows.map((row) => ({ ...toSchedule(row), wishes: Number(row.wishes) }));
  }

  async due(now: string, limit: number): Promise<readonly S.Schedule[]> {
    const values = [isoTime(now), checkedLimit(limit)];
    return (await this.#database.rows(sql.SELECT_DUE, values)).map(toSchedule);
  }

  async claim(claims: readonly S.Claim[]): Promise<readonly (SubmittedJob | null)[]> {
    const moves = claims.map(({ schedule: { subject, dueAt, everySeconds }, nextDueAt }) => {
      return { subject, values: [...moveOf({ subject, from: dueAt, to: nextDueAt }), everySeconds] };
    });
    return this.#database.write(async (queries) => {
      const won = await moveAll(queries, sql.CLAIM_SCHEDULES, moves);
      const jobs = claims.filter(({ schedule }) => won.delete(schedule.subject)).map(({ job }) => job);
      const submitted = new Map(
        (await submitJobs(queries, jobs)).map((done, index) => [jobs[index]?.id, done]),
      );
      return claims.map(({ job }) => submitted.get(job.id) ?? null);
    });
  }

  async settle(subject: string, after: Parameters<S.ScheduleStore['settle']>[1]): Promise<void> {
    const lastRunAt = after.lastRunAt === null ? null : isoTime(after.lastRunAt);
    const values = [subject, isoTime(after.dueAt), after.calm, after.soon, lastRunAt];
    await this.#database.write(async (queries) => {
      const settled =
        after.everySeconds === undefined
          ? await queries.rows(sql.SETTLE_SCHEDULE, values)
          : await queries.rows(sql.SETTLE_UNCHANGED_SCHEDULE, [...values, after.everySeconds]);
      // A process of an older version may have written over what callers wish.
      const shared = settled.filter(isShared);
      await keepStanding(queries, await standingOf(queries, shared));
    });
  }

  async nextEvery(everySeconds: number): Promise<number | null> {
    const [row] = await this.#database.rows(sql.SELECT_NEXT_EVERY, [everySeconds]);
    const every = row?.every ?? null;
    return every === null ? null : Number(every);
  }

  async dueAfter(everySeconds: number, time: string, limit: number): Promise<readonly S.Schedule[]> {
    const values = [everySeconds, isoTime(time), checkedLimit(limit)];
    return (await this.#database.rows(sql.SELECT_DUE_AFTER, values)).map(toSchedule);
  }

  async move(moves: readonly S.Move[]): Promise<number> {
    const all = moves.map((move) => ({ subject: move.subject, values: moveOf(move) }));
    return (await this.#database.write((queries) => moveAll(queries, sql.MOVE_SCHEDULES, all))).size;
  }

  async count(): Promise<number> {
    const [row] = await this.#database.rows(sql.COUNT_SCHEDULES);
    return Number(row?.schedules);
  }
}

/** One statement, as long as no caller wants any of them too. */
async function putBatch(queries: Queries, schedules: readonly S.NewSchedule[]): Promise<void> {
  const values = schedules.flatMap(({ subject, everySeconds, dueAt, createdAt }) => {
    return [checkedSubject(subject), everySeconds, isoTime(dueAt), 0, 0, isoTime(createdAt)];
  });
  const put = await queries.rows(sql.PUT_SCHEDULES(schedules.length), values);
  const wished = new Map(schedules.map(({ subject, everySeconds }) => [subject, everySeconds]));
  const standing = await standingOf(queries, put.filter(isShared));
  for (const { subject, wishes } of standing) wishes.set(KEEPER, wished.get(subject) ?? 0);
  await keepStanding(queries, standing);
}

/** Callers have wishes there too. */
function isShared(row: Row): boolean {
  return row.keeper_seconds !== null;
}

/** One row of a statement that moves due times. */
interface MoveRow {
  readonly subject: string;
  readonly values: readonly SqlValue[];
}

function moveOf({ subject, from, to }: S.Move): SqlValue[] {
  return [subject, isoTime(from), isoTime(to)];
}

/** The subjects that were still as they were seen. */
async function moveAll(
  queries: Queries,
  statement: (rows: number) => string,
  moves: readonly MoveRow[],
): Promise<Set<string>> {
  const moved = new Set<string>();
  for (const batch of batches(inOrder(moves))) {
    const rows = await queries.rows(
      statement(batch.length),
      batch.flatMap(({ values }) => values),
    );
    for (const row of rows) moved.add(String(row.subject));
  }
  return moved;
}

function inOrder<T extends { readonly subject: string }>(items: readonly T[]): readonly T[] {
  return [...items].sort((a, b) => (a.subject < b.subject ? -1 : 1));
}

function toSchedule(row: Row): S.Schedule {
  return {
    subject: String(row.subject),
    everySeconds: Number(row.every_seconds),
    dueAt: String(row.due_at),
    calm: Number(row.calm),
    soon: Number(row.soon),
    createdAt: String(row.created_at),
    lastRunAt: textOrNull(row.last_run_at),
  };
}
