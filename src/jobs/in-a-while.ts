import { Postpone } from '../queue/types.js';
import type { WorkerDeps } from './deps.js';
import { LEASE_WAIT_MS } from './limits.js';

/** Whoever has to wait for another job waits in the queue, and those that wait do not come back all at once. */
export function inAWhile({ random }: Pick<WorkerDeps, 'random'>): Postpone {
  return new Postpone(Math.round(LEASE_WAIT_MS * (0.5 + random())));
}
