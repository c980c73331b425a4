import type { Database, Row, SqlValue } from './database.js';
import * as sql from './job-statements.js';
import * as J from './job-types.js';
import { DISCARD_VERIFICATION } from './statements.js';
import { submitJobs } from './submit-jobs.js';
import { checkedId, checkedLimit, fromJson, isoTime, oneOf, textOrNull, toJson } from './values.js';

/** Jobs over any Database. */
export class SqlJobs implements J.JobStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async submit(job: J.NewJob): Promise<J.SubmittedJob> {
    const [submitted] = await this.#database.write((queries) => submitJobs(queries, [job]));
    if (submitted === undefined) throw new Error('a job was neither created nor joined');
    return submitted;
  }

  async get(id: string): Promise<J.JobRecord | null> {
    const [row] = await this.#database.rows(sql.SELECT_JOB, [checkedId(id)]);
    return row === undefined ? null : toJob(row);
  }

  async start(id: string, at: string): Promise<J.JobRecord | null> {
    const values = [checkedId(id), isoTime(at)];
    const [row] = await this.#database.write((queries) => queries.rows(sql.START_JOB, values));
    return row === undefined ? null : toJob(row);
  }

  async handBack(id: string): Promise<void> {
    await this.#change(sql.HAND_BACK_JOB, [checkedId(id)]);
  }

  async setKnown(id: string, known: number): Promise<void> {
    await this.#change(sql.SET_KNOWN, [checkedId(id), known]);
  }

  async setSuspect(id: string, account: string | null): Promise<void> {
    await this.#change(sql.SET_SUSPECT, [checkedId(id), account]);
  }

  complete(id: string, result: J.CompletedJob): Promise<boolean> {
    const report = result.report === null ? null : toJson(result.report);
    return this.#end(id, 'completed', result.at, { verification: result.verification, report, error: null });
  }

  fail(id: string, at: string, error: J.JobError): Promise<boolean> {
    return this.#end(id, 'failed', at, { verification: null, report: null, error });
  }

  async open(options: { readonly after?: string; readonly limit: number }): Promise<readonly J.JobRecord[]> {
    const values = [options.after ?? '', checkedLimit(options.limit)];
    return (await this.#database.rows(sql.SELECT_OPEN_JOBS, values)).map(toJob);
  }

  async idsOf(subject: string): Promise<readonly string[]> {
    return (await this.#database.rows(sql.SELECT_JOB_IDS, [subject])).map((row) => String(row.id));
  }

  prune(endedBefore: string, limit: number): Promise<number> {
    return this.#change(sql.PRUNE_JOBS, [isoTime(endedBefore), limit]);
  }

  async countOpen(): Promise<J.OpenJobs> {
    const counts = { queued: 0, active: 0, scheduled: 0 };
    for (const row of await this.#database.rows(sql.COUNT_OPEN_JOBS)) {
      counts[row.state === 'active' ? 'active' : 'queued'] += Number(row.jobs);
      if (row.origin === 'schedule') counts.scheduled += Number(row.jobs);
    }
    return counts;
  }

  async #end(
    id: string,
    state: J.JobState,
    at: string,
    { verification, report, error }: Record<'verification' | 'report' | 'error', string | null>,
  ): Promise<boolean> {
    const values = [checkedId(id), state, isoTime(at), verification, report, error];
    return this.#database.write(async (queries) => {
      if ((await queries.change(sql.END_JOB, values)) === 0) return false;
      // What it read and concluded nothing of record from goes with it: nobody would take it up, or look for it.
      await queries.change(DISCARD_VERIFICATION, [id]);
      return true;
    });
  }

  #change(statement: string, values: readonly SqlValue[]): Promise<number> {
    return this.#database.write((queries) => queries.change(statement, values));
  }
}

function toJob(row: Row): J.JobRecord {
  return {
    id: String(row.id),
    subject: String(row.subject),
    given: fromJson(row.given) as readonly string[],
    caller: textOrNull(row.caller),
    origin: row.origin === 'demand' ? 'demand' : 'schedule',
    createdAt: String(row.created_at),
    state: oneOf(J.JOB_STATES, row.state),
    startedAt: textOrNull(row.started_at),
    finishedAt: textOrNull(row.finished_at),
    attempts: Number(row.attempts),
    known: Number(row.known),
    suspect: textOrNull(row.suspect),
    verification: textOrNull(row.verification),
    error: row.error === null ? null : oneOf(J.JOB_ERRORS, row.error),
    report: row.report === null ? null : fromJson(row.report),
  };
}
