import type { EventEmitter } from 'node:events';
import type { JobRecord } from '../store/job-types.js';
import type { ApiContext } from './context.js';

/**
 * Aborted when the answer is sent, the client goes away or the server goes down. Made by hand: a signal that depends on
 * one as long-lived as the server's would be remembered by it.
 */
export function letGo(answer: EventEmitter, closing: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  answer.once('close', () => {
    closing.removeEventListener('abort', abort);
    abort();
  });
  closing.addEventListener('abort', abort, { once: true });
  if (closing.aborted) abort();
  return controller.signal;
}

export interface JobWatch {
  /** Resolves when there is reason to look at the job again: the bus says so, some time has passed, or it is over. */
  next(): Promise<void>;
  /** The signal or the time says so. */
  readonly over: boolean;
  stop(): void;
}

/** Listens from the moment it is made: what happens between two looks is not missed. */
export function watchJob(context: ApiContext, id: string, signal: AbortSignal, limitMs?: number): JobWatch {
  let news = false;
  let over = signal.aborted;
  let wake: (() => void) | null = null;
  const poke = (): void => {
    news = true;
    wake?.();
  };
  const end = (): void => {
    over = true;
    poke();
  };
  const unsubscribe = context.deps.bus.subscribe(id, poke);
  const poll = setInterval(poke, context.limits.pollMs);
  const limit = limitMs === undefined ? undefined : setTimeout(end, limitMs);
  signal.addEventListener('abort', end, { once: true });
  return {
    async next() {
      if (!news && !over)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      wake = null;
      news = false;
    },
    get over() {
      return over;
    },
    stop() {
      clearInterval(poll);
      clearTimeout(limit);
      unsubscribe();
      signal.removeEventListener('abort', end);
    },
  };
}

/** The job when it has ended, or as it is when the wait is over; null: it is gone. */
export async function waitForJob(
  context: ApiContext,
  id: string,
  signal: AbortSignal,
): Promise<JobRecord | null> {
  const watch = watchJob(context, id, signal, context.limits.waitMs);
  try {
    for (;;) {
      const job = await context.deps.jobs.get(id);
      if (job === null || job.finishedAt !== null || watch.over) return job;
      await watch.next();
    }
  } finally {
    watch.stop();
  }
}
