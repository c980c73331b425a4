import type { RestingList } from '../fetch/resting.js';
import type { Lane, QueueCounts } from '../queue/types.js';
import type { OpenJobs } from '../store/job-types.js';
import type { Schedule } from '../store/schedule-types.js';

/** What the operator is shown of one moment. Null where Redis or the store did not answer in time. */
export interface Overview {
  /** ISO time. */
  readonly at: string;
  readonly mode: 'embedded' | 'distributed';
  readonly queue: Readonly<Record<Lane, QueueCounts>> | null;
  readonly jobs: OpenJobs | null;
  readonly schedules: ScheduleOverview | null;
  /** Those that were read lately, what is unusual first. */
  readonly services: readonly ServiceHealth[] | null;
  readonly resting: RestingList | null;
  readonly plots: readonly Plot[] | null;
}

export interface ScheduleOverview {
  readonly count: number;
  /** Due for longer than a sweep takes; counted up to `MAX_LATE`. */
  readonly late: number;
  /** The most overdue of them. */
  readonly latest: readonly Schedule[];
}

/** What reading an account came to, as far as it says something of the service. Closed list. */
export const READING_RESULTS = [
  'confirmed', // shows its proof
  'missing', // was confirmed before, was read, and shows none: as after a change of the service's markup
  'without', // was read, shows none, and never did
  'broken', // shows something that does not hold
  'absent', // the service says that there is no such account
  'unreachable', // could not be read
] as const;
export type ReadingResult = (typeof READING_RESULTS)[number];

/** Results that may be the service's trouble, or our reader's of it. */
export const FAILING = ['missing', 'absent', 'unreachable'] as const satisfies readonly ReadingResult[];
export type Failing = (typeof FAILING)[number];

/** How one service of the catalogue does. `website` is every address that no entry knows. */
export interface ServiceHealth {
  readonly service: string;
  /** Readings of the last day. */
  readonly recent: Readonly<Record<ReadingResult, number>>;
  /** What fails more than usual; empty: nothing does. */
  readonly unusual: readonly Unusual[];
  /** The share of readings that failed, by hour, for the last week: 0 to 1, null where nothing was read. */
  readonly failing: readonly Point[];
}

/** More readings came to this than they usually do, beyond what chance explains. */
export interface Unusual {
  readonly result: Failing;
  /** Hours back from now that it was seen in. */
  readonly hours: number;
  readonly count: number;
  readonly of: number;
  /** What is usual: a share, 0 to 1. */
  readonly usual: number;
  /** Decibans against its being chance. */
  readonly evidence: number;
}

/** Numbers over time, drawn together. */
export interface Plot {
  /** Names it in addresses and tests, such as `queue`. */
  readonly name: string;
  /** For people, such as "Jobs that wait". */
  readonly title: string;
  readonly unit: 'jobs' | 'hosts' | 'schedules' | 'requests';
  readonly lines: readonly Line[];
}

export interface Line {
  readonly name: string;
  /** Equal steps, the oldest first. */
  readonly points: readonly Point[];
}

export interface Point {
  /** ISO time at which the step begins. */
  readonly at: string;
  /** Null: nobody counted. */
  readonly value: number | null;
}

/** What `/admin` is made from. Never rejects: what could not be had is null in there. */
export interface Monitor {
  overview(): Promise<Overview>;
}
