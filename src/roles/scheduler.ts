import { newJobId, queueJobOf } from '../jobs/names.js';
import { recoverJobs } from '../jobs/recovery.js';
import { noteGauges, pruneSamples } from '../monitor/gauges.js';
import { GAUGE_MS } from '../monitor/limits.js';
import { createSweeper } from '../schedule/sweeper.js';
import type { RoleContext } from './context.js';
import { startLoop } from './loop.js';
import type { Parts } from './parts.js';

export interface Scheduler {
  close(): Promise<void>;
}

/** Milliseconds between two looks at what is due. */
const SWEEP_MS = 1_000;
/** Milliseconds between two looks for open jobs that the queue has lost. */
const RECOVER_MS = 10_000;
/** Milliseconds between two rounds of dropping what is past its time, and jobs dropped in one transaction. */
const PRUNE_MS = 60_000;
const PRUNE_PAGE = 1_000;
const DAY_MS = 86_400_000;

/**
 * What has to be done from time to time: jobs for what is due, the queue's losses made good, ended jobs dropped. Any
 * number of processes may do it at once.
 */
export function startScheduler(parts: Parts, context: RoleContext): Scheduler {
  const { clock, random, observer, config, log, metrics, tally } = context;
  const { jobs, schedules, wishes, queue, signingKeys, sessions, samples, resting } = parts;
  const onError = (error: unknown) => observer.trouble(error);
  const options = { random, onError, after: parts.opened };
  const sweeper = createSweeper({
    ...{ schedules, jobs, clock, random },
    newId: newJobId,
    submitted: (ids) => queue.add(ids.map((id) => queueJobOf(id, 'schedule'))),
  });
  const sweep = async () => {
    const { submitted } = await sweeper.sweep();
    if (submitted === 0) return;
    metrics.scheduled(submitted);
    tally.scheduled(submitted);
    log.info('swept', { count: submitted });
  };
  const recover = async () => {
    await queue.pullIn();
    const count = await recoverJobs({ jobs, queue });
    if (count > 0) log.info('recovered', { count });
  };
  const prune = async () => {
    const now = clock.now();
    const ended = new Date(now.getTime() - config.jobDays * DAY_MS).toISOString();
    let [count, page] = [0, PRUNE_PAGE];
    // More may end in a minute than one page holds.
    for (; page === PRUNE_PAGE; count += page) page = await jobs.prune(ended, PRUNE_PAGE);
    await signingKeys.prune(now.toISOString());
    await sessions.prune(now.toISOString());
    await wishes.prune(now.toISOString());
    if (count > 0) log.info('pruned', { count });
  };
  const watch = async () => {
    await noteGauges({ clock, samples, queue, schedules, onError, resting: () => resting.count() });
    await pruneSamples(samples, clock.now());
  };
  tally.counts('scheduled');
  const loops = [
    startLoop(recover, { ...options, everyMs: RECOVER_MS }),
    startLoop(sweep, { ...options, everyMs: SWEEP_MS }),
    startLoop(prune, { ...options, everyMs: PRUNE_MS }),
    startLoop(watch, { ...options, everyMs: GAUGE_MS }),
  ];
  return {
    async close() {
      await Promise.all(loops.map((loop) => loop.close()));
    },
  };
}
