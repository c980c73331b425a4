import type { AccountReading } from '../evidence/types.js';
import type { Clock, Fetcher } from '../fetch/types.js';
import type { Bus } from '../queue/bus.js';
import type { JobKind, Queue } from '../queue/types.js';
import type { Report } from '../report/types.js';
import type { JobStore } from '../store/job-types.js';
import type { Leases } from '../store/lease.js';
import type { Store } from '../store/types.js';
import type { HealingTimes } from './limits.js';

/** A verification of record that was stored. */
export interface Verified {
  readonly subject: string;
  readonly report: Report;
  /** The report of record before it. */
  readonly before: Report | null;
  readonly nothingRead: boolean;
  /** Those that were made for it: no verification before has told of them. */
  readonly readings: readonly AccountReading[];
  /** The look before this one, also where it read nothing; null: nobody has looked before. */
  readonly lastLook: { readonly at: string; readonly nothingRead: boolean } | null;
}

/** What workers work with. */
export interface WorkerDeps {
  readonly store: Store;
  readonly jobs: JobStore;
  readonly queue: Queue;
  readonly bus: Bus;
  readonly leases: Leases;
  /** One for the process, without a cache of its own. */
  readonly fetcher: Fetcher;
  readonly clock: Clock;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  readonly perspective?: string;
  /** By default HEALING. */
  readonly healing?: HealingTimes;
  /** The schedule moves on from here. */
  readonly onVerified?: (verified: Verified) => Promise<void>;
  readonly observer?: JobObserver;
}

/** For metrics: closed words and numbers only. */
export interface JobObserver {
  /** `again`: postponed, handed back or to be run once more. */
  jobEnded(kind: JobKind, outcome: 'done' | 'dropped' | 'again' | 'failed', milliseconds: number): void;
  accountRead(outcome: string, reason: string | undefined): void;
  /** Trouble that stopped nothing: a cached answer that could not be kept, a retry that could not be planned. */
  trouble(error: unknown): void;
}
