import type { AccountReading, Evidence } from '../evidence/types.js';
import type { ResponseCache } from '../fetch/types.js';
import type { Database, Queries, Row } from './database.js';
import { DEFAULT_PAGE, MAX_RESPONSE_AGE_MS } from './limits.js';
import { rebuildSubject } from './rebuild.js';
import { SqlResponseCache } from './sql-response-cache.js';
import * as sql from './statements.js';
import type * as T from './types.js';
import { checkedId, checkedLimit, checkedSubject, forgotten, fromJson, isoTime, toJson } from './values.js';

/** The store over any Database. */
export class SqlStore implements T.Store {
  readonly #database: Database;
  readonly #puts = { count: 0 };

  constructor(database: Database) {
    this.#database = database;
  }

  async begin(verification: T.NewVerification): Promise<void> {
    const id = checkedId(verification.id);
    const subject = checkedSubject(verification.subject);
    const startedAt = isoTime(verification.startedAt);
    const given = toJson(verification.given);
    const expired = new Date(Date.parse(startedAt) - MAX_RESPONSE_AGE_MS).toISOString();
    await this.#database.write(async (queries) => {
      await holdWanted(queries, verification);
      const values = [id, subject, startedAt, verification.perspective ?? null, given];
      if ((await queries.change(sql.INSERT_VERIFICATION, values)) === 0) {
        const [row] = await queries.rows(sql.SELECT_VERIFICATION, [id]);
        // It was there a moment ago.
        if (row === undefined) throw forgotten();
        if (row.subject !== subject)
          throw new RangeError('this id belongs to the verification of another subject');
        if (row.finished_at !== null) throw new RangeError('this verification is finished');
      }
      await queries.change(sql.DELETE_OLD_RESPONSES, [expired]);
    });
  }

  async addReading(id: string, reading: AccountReading): Promise<void> {
    const values = [checkedId(id), toJson(reading)];
    await this.#database.write(async (queries) => {
      // One at a time for a verification: ordinals are counted, and whoever reads on from one of them misses none.
      if ((await queries.change(sql.HOLD_VERIFICATION, [id])) === 0) throw forgotten();
      await queries.change(sql.INSERT_READING, values);
    });
  }

  async finish(id: string, result: T.FinishedVerification): Promise<boolean> {
    checkedId(id);
    const finishedAt = isoTime(result.finishedAt);
    const evidence = toJson(result.evidence);
    const report = result.report === null ? null : toJson(result.report);
    const memory = toJson(result.memory);
    const revision = result.expectedRevision;
    return this.#database.write(async (queries) => {
      const [row] = await queries.rows(sql.SELECT_VERIFICATION, [id]);
      if (row === undefined) throw forgotten();
      if (row.finished_at !== null) throw new RangeError('this verification is finished');
      if (!(await moveMemory(queries, String(row.subject), memory, revision))) return false;
      const changed = await queries.change(sql.FINISH_VERIFICATION, [
        id,
        finishedAt,
        evidence,
        report,
        revision + 1,
      ]);
      if (changed === 0) throw forgotten();
      return true;
    });
  }

  async discard(id: string): Promise<void> {
    await this.#database.write((queries) => queries.change(sql.DISCARD_VERIFICATION, [checkedId(id)]));
  }

  async verification(id: string): Promise<T.StoredVerification | null> {
    const [row] = await this.#database.rows(sql.SELECT_WHOLE_VERIFICATION, [checkedId(id)]);
    return row === undefined ? null : this.#withReadings(row);
  }

  async readings(id: string, after: number): Promise<readonly T.StoredReading[]> {
    const rows = await this.#database.rows(sql.SELECT_READINGS, [checkedId(id), after]);
    return rows.map((row) => ({
      ordinal: Number(row.ordinal),
      reading: fromJson(row.reading) as AccountReading,
    }));
  }

  async memory(subject: string): Promise<T.SubjectMemory | null> {
    const [row] = await this.#database.rows(sql.SELECT_MEMORY, [subject]);
    return row === undefined ? null : { revision: Number(row.revision), memory: fromJson(row.memory) };
  }

  async latest(subject: string): Promise<T.LatestReport | null> {
    const [row] = await this.#database.rows(sql.SELECT_LATEST, [subject]);
    if (row === undefined) return null;
    const incomplete = Number(row.newest) > Number(row.revision);
    return { ...toReport(row), checkedAt: String(row.checked_at), incomplete };
  }

  async reports(subject: string, options: T.ReportsOptions = {}): Promise<readonly T.FinishedReport[]> {
    const values = [subject, options.before ?? Number.MAX_SAFE_INTEGER];
    const limit = checkedLimit(options.limit ?? DEFAULT_PAGE);
    const rows = await this.#database.rows(sql.SELECT_REPORTS, [...values, limit]);
    return rows.map((row) => ({ ...toReport(row), revision: Number(row.revision) }));
  }

  async verifications(
    subject: string,
    options: T.VerificationsOptions = {},
  ): Promise<readonly T.StoredVerification[]> {
    const limit = checkedLimit(options.limit ?? DEFAULT_PAGE);
    const stored: T.StoredVerification[] = [];
    for (const row of await this.#verificationRows(subject, limit, options.before)) {
      stored.push(await this.#withReadings(row));
    }
    return stored;
  }

  async subjects(options: T.SubjectsOptions = {}): Promise<readonly string[]> {
    const limit = checkedLimit(options.limit ?? DEFAULT_PAGE);
    const rows = await this.#database.rows(sql.SELECT_SUBJECTS, [options.after ?? '', limit]);
    return rows.map((row) => String(row.subject));
  }

  rebuild(subject: string, fold: T.Fold): Promise<number> {
    return this.#database.write((queries) => rebuildSubject(queries, subject, fold));
  }

  responseCache(options: T.ResponseCacheOptions = {}): ResponseCache {
    return new SqlResponseCache(this.#database, options, this.#puts);
  }

  async forget(subject: string): Promise<void> {
    // What others hold while they write for the subject goes first: a schedule before the job that it asks for, job
    // and memory before the verification that begins with them, the verification before its answers.
    await this.#database.write(async (queries) => {
      await queries.change(sql.FORGET_SCHEDULE, [subject]);
      await queries.change(sql.FORGET_JOBS, [subject]);
      await queries.change(sql.FORGET_MEMORY, [subject]);
      await queries.change(sql.FORGET_READINGS, [subject]);
      await queries.change(sql.FORGET_VERIFICATIONS, [subject]);
      // Again: a first verification that finished in between has left a memory that was not there to wait for.
      await queries.change(sql.FORGET_MEMORY, [subject]);
      await queries.change(sql.FORGET_RESPONSES, [subject]);
    });
    await this.#database.erase();
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  async #withReadings(row: Row): Promise<T.StoredVerification> {
    return toVerification(row, await this.readings(String(row.id), 0));
  }

  async #verificationRows(subject: string, limit: number, before?: string): Promise<readonly Row[]> {
    if (before === undefined) return this.#database.rows(sql.SELECT_NEWEST, [subject, limit]);
    const [last] = await this.#database.rows(sql.SELECT_VERIFICATION, [before]);
    if (last?.subject !== subject) return [];
    return this.#database.rows(sql.SELECT_OLDER, [subject, String(last.started_at), before, limit]);
  }
}

/** Locks what the verification comes with, so that `forget` of the subject either waits for it or was first. */
async function holdWanted(queries: Queries, { subject, only }: T.NewVerification): Promise<void> {
  if (only === undefined) return;
  if ('job' in only) {
    if ((await queries.change(sql.HOLD_JOB, [checkedId(only.job), subject])) === 0) throw forgotten();
    return;
  }
  const held = await queries.change(sql.HOLD_MEMORY, [subject]);
  const [row] = await queries.rows(sql.SELECT_VERIFICATION, [checkedId(only.after)]);
  if (held === 0 || row?.subject !== subject || row.finished_at === null) throw forgotten();
}

/** False when the revision is not the expected one: then nothing was changed. */
async function moveMemory(
  queries: Queries,
  subject: string,
  memory: string,
  expected: number,
): Promise<boolean> {
  const changed =
    expected === 0
      ? await queries.change(sql.INSERT_MEMORY, [subject, memory])
      : await queries.change(sql.UPDATE_MEMORY, [subject, memory, expected]);
  return changed === 1;
}

function toVerification(row: Row, readings: readonly T.StoredReading[]): T.StoredVerification {
  return {
    id: String(row.id),
    subject: String(row.subject),
    startedAt: String(row.started_at),
    finishedAt: row.finished_at === null ? null : String(row.finished_at),
    perspective: row.perspective === null ? null : String(row.perspective),
    given: fromJson(row.given) as readonly string[],
    evidence: row.evidence === null ? null : (fromJson(row.evidence) as Evidence),
    report: row.report === null ? null : fromJson(row.report),
    revision: row.revision === null ? null : Number(row.revision),
    readings: readings.map(({ reading }) => reading),
  };
}

function toReport(row: Row): Omit<T.FinishedReport, 'revision'> {
  return {
    id: String(row.id),
    finishedAt: String(row.finished_at),
    report: row.report === null ? null : fromJson(row.report),
  };
}
