import type { Check } from '../api/health.js';
import type { RateLimiter } from '../api/rate-limit.js';
import type { Politeness } from '../fetch/politeness.js';
import type { Resting } from '../fetch/resting.js';
import type { Board } from '../queue/board.js';
import type { Bus } from '../queue/bus.js';
import type { Queue } from '../queue/types.js';
import type { Database } from '../store/database.js';
import type { Leases } from '../store/lease.js';
import { SqlJobs } from '../store/sql-jobs.js';
import { SqlMarks } from '../store/sql-marks.js';
import { SqlSamples } from '../store/sql-samples.js';
import { SqlSchedules } from '../store/sql-schedules.js';
import { SqlSessions } from '../store/sql-sessions.js';
import { SqlSigningKeys } from '../store/sql-signing-keys.js';
import { SqlStore } from '../store/sql-store.js';
import { SqlTokens } from '../store/sql-tokens.js';
import { SqlWishes } from '../store/sql-wishes.js';

/** Everything that differs between one process with one file and many processes with Redis and PostgreSQL. */
export interface Parts extends Stores {
  readonly mode: 'embedded' | 'distributed';
  /** Rejects where the store can never be used: a newer schema, a wrong password. */
  readonly opened: Promise<void>;
  readonly queue: Queue;
  /** Loads what shows single jobs; null: this queue has no such thing. */
  readonly board: (() => Promise<Board>) | null;
  readonly bus: Bus;
  readonly leases: Leases;
  readonly politeness: Politeness;
  /** The hosts that are left alone. */
  readonly resting: Resting;
  /** From now on this process hears their names, as far as others have to tell them. */
  readonly hearRests: () => void;
  readonly limiter: RateLimiter;
  /** What `/readyz` asks. */
  readonly checks: Readonly<Record<string, Check>>;
  close(): Promise<void>;
}

export interface Stores {
  readonly database: Database;
  readonly store: SqlStore;
  readonly marks: SqlMarks;
  readonly jobs: SqlJobs;
  readonly schedules: SqlSchedules;
  readonly wishes: SqlWishes;
  readonly samples: SqlSamples;
  readonly tokens: SqlTokens;
  readonly signingKeys: SqlSigningKeys;
  readonly sessions: SqlSessions;
}

export function storesOf(database: Database): Stores {
  return {
    database,
    store: new SqlStore(database),
    marks: new SqlMarks(database),
    jobs: new SqlJobs(database),
    schedules: new SqlSchedules(database),
    wishes: new SqlWishes(database),
    samples: new SqlSamples(database),
    tokens: new SqlTokens(database),
    signingKeys: new SqlSigningKeys(database),
    sessions: new SqlSessions(database),
  };
}

/** Ends things in turn, the last first; one that fails does not keep the others. */
export async function closeAll(
  things: readonly { close(): Promise<unknown> }[],
  onError: (error: unknown) => void,
): Promise<void> {
  for (const thing of [...things].reverse()) await thing.close().catch(onError);
}
