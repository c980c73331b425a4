/** A verification somebody asked for, or that fell due. */
export interface NewJob {
  /** The public id: 128 random bits, 32 hexadecimal digits. Also the id of the verification it makes. */
  readonly id: string;
  /** Normalised MIMI URI. */
  readonly subject: string;
  /** Normalised account URIs the caller gave, sorted; they appear in this job's report only. */
  readonly given: readonly string[];
  /** Whom it was asked for by, as far as jobs of different callers are kept apart; null for the schedule. */
  readonly caller: string | null;
  /** Two open jobs never share it. */
  readonly dedup: string;
  readonly origin: JobOrigin;
  /** ISO time. */
  readonly createdAt: string;
}

export type JobOrigin = 'demand' | 'schedule';
export const JOB_STATES = ['queued', 'active', 'completed', 'failed'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Why a job ended without a report. Closed list. */
export const JOB_ERRORS = [
  'gave-up', // it stopped its worker again and again
  'internal', // a bug of ours
] as const;
export type JobError = (typeof JOB_ERRORS)[number];

export interface JobRecord extends Omit<NewJob, 'dedup'> {
  readonly state: JobState;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** How often a worker began it and did not hand it back. */
  readonly attempts: number;
  /** Accounts known so far, for progress; those read are the readings of the verification. */
  readonly known: number;
  /** The one account being read when reading is done one by one: to blame if the worker dies. */
  readonly suspect: string | null;
  /** The verification whose report is this job's; null while unfinished, or when the job has a report of its own. */
  readonly verification: string | null;
  readonly error: JobError | null;
  /** Only of jobs with accounts given: nobody else sees it. */
  readonly report: unknown | null;
}

export interface SubmittedJob {
  readonly id: string;
  /** False: it was open already, and the id is that of the job asked for before. */
  readonly created: boolean;
  /** True: it was the schedule's, and is now asked for by somebody. */
  readonly promoted: boolean;
}

/**
 * Jobs as they are known to callers: the truth that survives an empty queue. Every method rejects with a StoreError
 * for trouble outside of our own code.
 */
export interface JobStore {
  /** Atomic: of many at once with one `dedup`, one is created. A `demand` for a `schedule` job promotes it. */
  submit(job: NewJob): Promise<SubmittedJob>;
  get(id: string): Promise<JobRecord | null>;
  /** Queued or active → active, one attempt more. Null where the job is gone or has ended. */
  start(id: string, at: string): Promise<JobRecord | null>;
  /** Active → queued, one attempt less: a worker that stops gives back what it holds. */
  handBack(id: string): Promise<void>;
  /** Nothing happens where as many were known before. */
  setKnown(id: string, known: number): Promise<void>;
  setSuspect(id: string, account: string | null): Promise<void>;
  /** Nothing happens where the job is gone or has ended. A verification of its id that is unfinished goes with it. */
  complete(id: string, result: CompletedJob): Promise<boolean>;
  fail(id: string, at: string, error: JobError): Promise<boolean>;
  /** Queued and active ones, by id. */
  open(options: { readonly after?: string; readonly limit: number }): Promise<readonly JobRecord[]>;
  /** Ids of the subject's jobs, ended ones too. */
  idsOf(subject: string): Promise<readonly string[]>;
  /** Drops jobs that ended before the time; their verifications stay. Gives their number. */
  prune(endedBefore: string, limit: number): Promise<number>;
  countOpen(): Promise<OpenJobs>;
}

/** Numbers of jobs; each open one is queued or active, and counts as the schedule's besides where it is. */
export interface OpenJobs {
  readonly queued: number;
  readonly active: number;
  readonly scheduled: number;
}

export interface CompletedJob {
  readonly at: string;
  readonly verification: string | null;
  readonly report: unknown | null;
}
