import type { WorkerDeps } from './deps.js';
import { inAWhile } from './in-a-while.js';

/** Runs one job at a time in this process; where one is at work, the next waits in the queue. */
export type Careful = <T>(run: () => Promise<T>) => Promise<T>;

/**
 * For jobs that may end their worker. Of two that are at work when it dies, both would name an account that they were
 * reading, and an innocent one be left out of a report.
 */
export function oneCarefulAtATime(deps: Pick<WorkerDeps, 'random'>): Careful {
  let busy = false;
  return async (run) => {
    if (busy) throw inAWhile(deps);
    busy = true;
    try {
      return await run();
    } finally {
      busy = false;
    }
  };
}
