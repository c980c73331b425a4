import type { Clock } from '../fetch/types.js';
import { dedupOf } from '../jobs/dedup.js';
import type { JobStore, NewJob } from '../store/job-types.js';
import type { Claim, Schedule, ScheduleStore } from '../store/schedule-types.js';
import { jittered, regularSeconds } from './intervals.js';
import { MAX_SCHEDULED_OPEN, PULL_IN_EVERY_MS, SWEEP_PAGE } from './limits.js';
import { pullIn } from './pull-in.js';

export interface SweeperDeps {
  readonly schedules: ScheduleStore;
  readonly jobs: Pick<JobStore, 'countOpen'>;
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  /** A job's public id. */
  readonly newId: () => string;
  /** Puts new jobs into the queue. What it loses is put in again from the store, like every open job. */
  readonly submitted: (ids: readonly string[]) => Promise<void>;
}

export interface Swept {
  /** Due times that were moved on by this sweep. */
  readonly claimed: number;
  /** Jobs that came of them; the others were open already. */
  readonly submitted: number;
}

export interface Sweeper {
  /**
   * Turns everything that is due into jobs, as far as the jobs that are open leave room. A due time that was missed
   * counts once, however long ago it was. Any number of processes may sweep at once. Rejects with a StoreError, or
   * with what `submitted` rejects with; the next sweep goes on.
   */
  sweep(signal?: AbortSignal): Promise<Swept>;
}

export function createSweeper(deps: SweeperDeps): Sweeper {
  const { schedules, clock, random } = deps;
  let sweptAt = Number.POSITIVE_INFINITY;
  let pulledInAt = Number.NEGATIVE_INFINITY;
  return {
    async sweep(signal) {
      const now = clock.now().getTime();
      if (now < sweptAt || now - pulledInAt >= PULL_IN_EVERY_MS) {
        await pullIn(schedules, new Date(now), random);
        pulledInAt = now;
      }
      sweptAt = now;
      return sweepPages(deps, signal);
    },
  };
}

async function sweepPages(deps: SweeperDeps, signal?: AbortSignal): Promise<Swept> {
  const swept = { claimed: 0, submitted: 0 };
  while (!signal?.aborted) {
    const now = deps.clock.now();
    const room = MAX_SCHEDULED_OPEN - (await deps.jobs.countOpen()).scheduled;
    const limit = Math.min(SWEEP_PAGE, room);
    const due = limit > 0 ? await deps.schedules.due(now.toISOString(), limit) : [];
    if (due.length === 0) break;
    const claimed = await deps.schedules.claim(due.map((schedule) => claimOf(deps, schedule, now)));
    const created = claimed.flatMap((job) => (job?.created ? [job.id] : []));
    if (created.length > 0) await deps.submitted(created);
    swept.claimed += claimed.filter((job) => job !== null).length;
    swept.submitted += created.length;
    if (due.length < limit) break;
  }
  return swept;
}

/** The next time counts from now, not from the one that was missed; the verification will say better. */
function claimOf({ newId, random }: SweeperDeps, schedule: Schedule, now: Date): Claim {
  const { subject, everySeconds, calm } = schedule;
  const job: NewJob = {
    id: newId(),
    subject,
    given: [],
    caller: null,
    dedup: dedupOf(subject, [], null),
    origin: 'schedule',
    createdAt: now.toISOString(),
  };
  return { schedule, nextDueAt: jittered(now, regularSeconds(everySeconds, calm), random), job };
}
