import type { Clock } from '../fetch/types.js';
import type { Check, CheckResult } from './health.js';
import type { Log } from './logger.js';

/** Milliseconds between two tries, however often is asked: each waits for a disk. */
export const TRY_AGAIN_MS = 5_000;
/** Milliseconds a try may take: a disk that is busy takes a second, a lock that another process holds some more. */
export const TRY_MS = 5_000;
/** Milliseconds that a try is waited for before what the last one found is told: well below CHECK_MS. */
const WAIT_MS = 500;

export interface WriteCheckOptions {
  /** The check that it belongs to, for the log. */
  readonly name: 'store' | 'redis';
  readonly clock: Clock;
  /** Hears once when writes begin to fail, why, and once when they are taken again. */
  readonly log: Pick<Log, 'error' | 'info'>;
}

/**
 * Does it take what is written? Reading alone does not tell: a full disk is read like an empty one. One try is shared by all
 * who ask, and while it lasts longer than others they hear what the one before it found.
 *
 * @param tryWrite rejects with an error whose code says why
 */
export function writeCheck(tryWrite: () => Promise<void>, { name, clock, log }: WriteCheckOptions): Check {
  let last: CheckResult | null = null;
  let startedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<CheckResult> | null = null;
  const told = (result: CheckResult, error: unknown): CheckResult => {
    if (result === 'ok' && last !== null && last !== 'ok') log.info('write-taken', { kind: name });
    if (result !== 'ok' && result !== last)
      log.error('write-refused', error, { kind: name, outcome: result });
    last = result;
    running = null;
    return result;
  };
  const since = (): number => Math.abs(clock.now().getTime() - startedAt);
  return async () => {
    if (running === null) {
      if (last !== null && since() < TRY_AGAIN_MS) return last;
      startedAt = clock.now().getTime();
      running = tryWrite().then(
        () => told('ok', null),
        (error: unknown) => told(resultOf(error), error),
      );
    }
    if (since() >= TRY_MS) return 'timeout';
    return last === null ? running : inTime(running, last);
  };
}

function resultOf(error: unknown): CheckResult {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'full' || code === 'read-only' ? code : 'failed';
}

async function inTime(running: Promise<CheckResult>, otherwise: CheckResult): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), WAIT_MS);
  });
  try {
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
  }
}
