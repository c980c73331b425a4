import { playRole, type RoleInput } from '../src/roles/role.js';
import { startWorker } from '../src/roles/worker.js';

/**
 * Takes jobs from the queue and does them: any number of these run beside each other, on any number of machines.
 *
 * Ends with the signal: no more jobs are taken, those at work are finished within CROSSPROOF_STOP_SECONDS or handed
 * back, and whoever takes them up goes on where they were left. A worker that is killed hands nothing back; its jobs
 * return by themselves after CROSSPROOF_LOCK_SECONDS.
 *
 * Redis and PostgreSQL may come up later than a worker, or go away for a while: it waits for them.
 */
export async function worker(input: RoleInput): Promise<void> {
  await playRole('worker', input, (parts, context) => startWorker(parts, context));
}
