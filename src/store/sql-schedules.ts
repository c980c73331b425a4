import { batches } from './batches.js';
import type { Database, Queries, Row } from './database.js';
import type { SubmittedJob } from './job-types.js';
import * as sql from './schedule-statements.js';
import type * as S from './schedule-types.js';
import { submitJobs } from './submit-jobs.js';
import { checkedLimit, checkedSubject, isoTime, textOrNull } from './values.js';

type NewSchedule = Parameters<S.ScheduleStore['put']>[0];

/**
 * Schedules over any Database. Many rows are always written in the order of their subjects, so that two writers do not
 * wait for each other in a circle.
 */
export class SqlSchedules implements S.ScheduleStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async put(schedule: NewSchedule): Promise<S.Schedule> {
    const [row] = await this.#database.write((queries) => putBatch(queries, [schedule]));
    if (row === undefined) throw new Error('a schedule that was put is not there');
    return toSchedule(row);
  }

  async putAll(schedules: readonly NewSchedule[]): Promise<void> {
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

  async list(options: { readonly after?: string; readonly limit: number }): Promise<readonly S.Schedule[]> {
    const values = [options.after ?? '', checkedLimit(options.limit)];
    return (await this.#database.rows(sql.SELECT_SCHEDULES, values)).map(toSchedule);
  }

  async due(now: string, limit: number): Promise<readonly S.Schedule[]> {
    const values = [isoTime(now), checkedLimit(limit)];
    return (await this.#database.rows(sql.SELECT_DUE, values)).map(toSchedule);
  }

  async claim(claims: readonly S.Claim[]): Promise<readonly (SubmittedJob | null)[]> {
    const moves = claims.map(({ schedule, nextDueAt }) => ({
      subject: schedule.subject,
      from: schedule.dueAt,
      to: nextDueAt,
    }));
    return this.#database.write(async (queries) => {
      const won = await moveAll(queries, moves);
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
    await this.#database.write((queries) =>
      after.everySeconds === undefined
        ? queries.change(sql.SETTLE_SCHEDULE, values)
        : queries.change(sql.SETTLE_UNCHANGED_SCHEDULE, [...values, after.everySeconds]),
    );
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
    return (await this.#database.write((queries) => moveAll(queries, moves))).size;
  }

  async count(): Promise<number> {
    const [row] = await this.#database.rows(sql.COUNT_SCHEDULES);
    return Number(row?.schedules);
  }
}

function putBatch(queries: Queries, schedules: readonly NewSchedule[]): Promise<readonly Row[]> {
  const values = schedules.flatMap(({ subject, everySeconds, dueAt, createdAt }) => {
    return [checkedSubject(subject), everySeconds, isoTime(dueAt), 0, 0, isoTime(createdAt)];
  });
  return queries.rows(sql.PUT_SCHEDULES(schedules.length), values);
}

/** The subjects whose due time was still the one seen. */
async function moveAll(queries: Queries, moves: readonly S.Move[]): Promise<Set<string>> {
  const moved = new Set<string>();
  for (const batch of batches(inOrder(moves))) {
    const values = batch.flatMap(({ subject, from, to }) => [subject, isoTime(from), isoTime(to)]);
    const rows = await queries.rows(sql.MOVE_SCHEDULES(batch.length), values);
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
