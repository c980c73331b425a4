import type { WorkerDeps } from './deps.js';
import { inAWhile } from './in-a-while.js';

/** Runs while nobody else crawls the subject; where somebody does, the job waits in the queue and not in a worker. */
export async function withLease<T>(
  deps: WorkerDeps,
  subject: string,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lease = await deps.leases.acquire(subject);
  if (!lease) throw inAWhile(deps);
  // By hand: what depends on a signal is remembered by it, and that of a lease may be as old as the process.
  const lost = new AbortController();
  const lose = (): void => lost.abort(lease.signal.reason);
  lease.signal.addEventListener('abort', lose, { once: true });
  if (lease.signal.aborted) lose();
  try {
    return await run(AbortSignal.any([signal, lost.signal]));
  } finally {
    lease.signal.removeEventListener('abort', lose);
    await lease.release();
  }
}
