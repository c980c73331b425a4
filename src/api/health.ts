import type { Clock } from '../fetch/types.js';
import type { Queue } from '../queue/types.js';
import type { Database } from '../store/database.js';
import { migrations } from '../store/migrations/index.js';
import { SELECT_SCHEMA } from '../store/statements.js';

/** Milliseconds that one check may take: a balancer that asks every few seconds must not wait for the next. */
export const CHECK_MS = 1_000;
/** Milliseconds that an answer is remembered: asking must not become a load of its own. */
export const READY_CACHED_MS = 1_000;

/** What a check found. Closed list. */
export const CHECK_RESULTS = [
  'ok',
  'failed', // it answered with an error, or cannot be reached
  'timeout', // it did not answer in time
  'schema', // it is there, and its tables are not those of this version
  'full', // it can be read, and there is no room left to write
  'read-only', // it can be read, and lets nothing be written
] as const;
export type CheckResult = (typeof CHECK_RESULTS)[number];

export interface Readiness {
  readonly status: 'ready' | 'not-ready' | 'shutting-down';
  /** By name: `store`, and `redis` where there is one. */
  readonly checks: Readonly<Record<string, CheckResult>>;
}

export interface Health {
  ready(): Promise<Readiness>;
  /** From now on the answer is `shutting-down`: no balancer sends anybody here while we finish. */
  stop(): void;
}

/** Resolves with what it found; a rejection is `failed`. */
export type Check = () => Promise<CheckResult>;

/** Asks everything that a request would need, all at once. */
export function createHealth(checks: Readonly<Record<string, Check>>, clock: Clock): Health {
  let stopped = false;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asked: Promise<Readiness> | null = null;
  const ask = (): Promise<Readiness> => {
    const now = clock.now().getTime();
    // A clock that was put back must not make one answer last for hours.
    if (asked !== null && Math.abs(now - askedAt) < READY_CACHED_MS) return asked;
    askedAt = now;
    asked = readinessOf(checks);
    return asked;
  };
  return {
    async ready() {
      if (stopped) return { status: 'shutting-down', checks: {} };
      const readiness = await ask();
      return stopped ? { status: 'shutting-down', checks: {} } : readiness;
    },
    stop() {
      stopped = true;
    },
  };
}

async function readinessOf(checks: Readonly<Record<string, Check>>): Promise<Readiness> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await inTime(check)] as const),
  );
  const ready = results.every(([, result]) => result === 'ok');
  return { status: ready ? 'ready' : 'not-ready', checks: Object.fromEntries(results) };
}

async function inTime(check: Check): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), CHECK_MS);
  });
  try {
    return await Promise.race([check().catch((): CheckResult => 'failed'), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Does the store answer, and are its tables there? A newer schema is one too: migrations only add, and this process
 * works on beside the newer one that made it. An older one is a backup put back under our feet.
 */
export function storeCheck(database: Pick<Database, 'rows'>): Check {
  const known = migrations.at(-1)?.version ?? 0;
  return async () => {
    const [row] = await database.rows(SELECT_SCHEMA);
    return Number(row?.version ?? 0) >= known ? 'ok' : 'schema';
  };
}

/** What the first of them found that is not well. */
export function inTurn(...checks: readonly Check[]): Check {
  return async () => {
    for (const check of checks) {
      const result = await check();
      if (result !== 'ok') return result;
    }
    return 'ok';
  };
}

/** Can Redis be reached? */
export function queueCheck(queue: Pick<Queue, 'ping'>): Check {
  return async () => ((await queue.ping()) ? 'ok' : 'failed');
}
