import type { AccountReading, Evidence } from '../evidence/types.js';
import type { ResponseCache } from '../fetch/types.js';
import type { StoreError } from './store-error.js';

/** A verification that starts: kept before anything is read, so that a crash leaves what was seen. */
export interface NewVerification {
  /** Chosen by the caller, unique: 128 random bits. */
  readonly id: string;
  /** Normalised MIMI URI, at most MAX_SUBJECT_BYTES. */
  readonly subject: string;
  /** ISO time. */
  readonly startedAt: string;
  /** Accounts the caller gave. */
  readonly given: readonly string[];
  readonly perspective?: string;
  /**
   * Begun only where this job of the subject is still open, or this finished verification of it still there; else
   * `begin` rejects with code `forgotten`: a worker that hears late must not bring back a subject that was forgotten.
   */
  readonly only?: { readonly job: string } | { readonly after: string };
}

/** How a verification ended. `report` is null when nothing at all could be read: then no new report replaces the last. */
export interface FinishedVerification {
  /** ISO time. */
  readonly finishedAt: string;
  readonly evidence: Evidence;
  readonly report: unknown | null;
  /** What is remembered of the subject from now on: a JSON value. */
  readonly memory: unknown;
  /** Revision of the memory that `memory` was folded from; 0 where there was none. */
  readonly expectedRevision: number;
}

/** One verification as it was kept; `finishedAt`, `evidence` and `report` are null while it is unfinished. */
export interface StoredVerification {
  readonly id: string;
  readonly subject: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly perspective: string | null;
  readonly given: readonly string[];
  readonly evidence: Evidence | null;
  readonly report: unknown | null;
  /** Of the subject's memory, as this verification left it; null while it is unfinished. */
  readonly revision: number | null;
  /** In the order they were added. */
  readonly readings: readonly AccountReading[];
}

/** What the store remembers of a subject. The revision rises with every change. */
export interface SubjectMemory {
  readonly revision: number;
  readonly memory: unknown;
}

export interface LatestReport {
  /** Of the verification that made it. */
  readonly id: string;
  readonly finishedAt: string;
  readonly report: unknown;
  /** When the newest verification finished, which may have read nothing at all: */
  readonly checkedAt: string;
  /** then this is true, and the report is older than its last check. */
  readonly incomplete: boolean;
}

export interface StoredReading {
  /** Rises with each reading of the verification, from 1. */
  readonly ordinal: number;
  readonly reading: AccountReading;
}

/** One that finished, without what it read; `report` is null where nothing could be read. */
export interface FinishedReport {
  readonly id: string;
  /** Rises with each that finishes, of one subject. */
  readonly revision: number;
  readonly finishedAt: string;
  readonly report: unknown | null;
}

/** From the memory so far (null at first) and one verification's evidence to its report and the memory after it. Pure. */
export type Fold = (memory: unknown | null, evidence: Evidence) => Folded | Promise<Folded>;

/** A report (null: nothing could be read) and what is remembered from then on. */
export interface Folded {
  readonly report: unknown | null;
  readonly memory: unknown;
}

export interface VerificationsOptions {
  /** 1 to MAX_PAGE; DEFAULT_PAGE when left out. */
  readonly limit?: number;
  /** Id of a verification of the same subject: only older ones. An unknown id gives none. */
  readonly before?: string;
}

export interface ReportsOptions {
  /** 1 to MAX_PAGE; DEFAULT_PAGE when left out. */
  readonly limit?: number;
  /** A revision: only lower ones. Unlike the id of a verification, which opens its job, it may be told to anybody. */
  readonly before?: number;
}

export interface SubjectsOptions {
  /** The last subject of the page before. */
  readonly after?: string;
  /** 1 to MAX_PAGE; DEFAULT_PAGE when left out. */
  readonly limit?: number;
}

export interface ResponseCacheOptions {
  /**
   * The subject these answers are read for: nobody else is given them (how old an answer is would tell a stranger
   * that somebody else was looked up), and `forget` of it drops them. Answers kept without a subject are dropped by
   * every `forget`, since nobody can tell whom they are about.
   */
  readonly subject?: string;
  /** Keeps answers only while this verification is: what comes in after its subject was forgotten is dropped. */
  readonly verification?: string;
  /** Told of a failure inside the cache, which no reading must fail for. */
  readonly onError?: (error: StoreError) => void;
}

/**
 * What was seen, when and how. Every method rejects with a StoreError for trouble outside of our own code;
 * wrong use (a second `finish` of one id, a time that is none) rejects with a TypeError or RangeError.
 */
export interface Store {
  /** Again for an unfinished verification of the same subject: nothing changes (a job that is delivered twice). */
  begin(verification: NewVerification): Promise<void>;
  /** Durable when resolved. Rejects with code `forgotten` when the subject was forgotten meanwhile. */
  addReading(id: string, reading: AccountReading): Promise<void>;
  /**
   * Evidence, report and memory in one transaction. False: the subject's memory moved on meanwhile and nothing
   * was written; fold again from `memory` and retry. Rejects with code `forgotten` as `addReading` does.
   */
  finish(id: string, result: FinishedVerification): Promise<boolean>;
  memory(subject: string): Promise<SubjectMemory | null>;
  /** The report of the verification that finished last and has one. By revision: clocks may be wrong. */
  latest(subject: string): Promise<LatestReport | null>;
  /** Every one that finished, the last first. */
  reports(subject: string, options?: ReportsOptions): Promise<readonly FinishedReport[]>;
  /** Newest first, unfinished ones among them. */
  verifications(subject: string, options?: VerificationsOptions): Promise<readonly StoredVerification[]>;
  /** One verification, with its readings; null where there is none of this id. */
  verification(id: string): Promise<StoredVerification | null>;
  /** Readings of a verification whose ordinal is greater than `after`, in order; none where it is gone. */
  readings(id: string, after: number): Promise<readonly StoredReading[]>;
  /** Drops an unfinished verification with its readings; a finished one stays. */
  discard(id: string): Promise<void>;
  /** Every subject of which anything is kept, in the store's own stable order. */
  subjects(options?: SubjectsOptions): Promise<readonly string[]>;
  /**
   * Replaces the reports and the memory of a subject by folding the evidence of its finished verifications in
   * the order they finished, in one transaction. Gives their number.
   */
  rebuild(subject: string, fold: Fold): Promise<number>;
  /** Bounded in entries, bytes and age; its own failures are told to `onError` and to nobody else. */
  responseCache(options?: ResponseCacheOptions): ResponseCache;
  /** Leaves no trace of the subject in the store's files: its cached answers, its jobs and its schedule go too. */
  forget(subject: string): Promise<void>;
  /** Waits for what is being written. A second call does nothing. */
  close(): Promise<void>;
}
