import type { AccountReading } from '../evidence/types.js';
import type { UnreachableReason } from '../fetch/types.js';
import type { QueueJob } from '../queue/types.js';
import { HEALING, type HealingTimes, MAX_HEALING } from './limits.js';

/** What may be over in a minute or an hour. Everything else stands until somebody changes something. */
const MAY_HEAL: ReadonlySet<UnreachableReason> = new Set<UnreachableReason>([
  'dns',
  'connect',
  'tls',
  'timeout',
  'reset',
  'status',
  'rate-limited',
]);

/** Could the account be read if it were tried again later? */
export function mayHeal(reading: Pick<AccountReading, 'outcome' | 'reason'>): boolean {
  return reading.reason !== undefined && MAY_HEAL.has(reading.reason);
}

export interface HealingPlan {
  readonly parent: QueueJob;
  readonly children: readonly QueueJob[];
}

/**
 * Reads again, later, what may have healed, and then draws the conclusion anew: one job an account and one to score.
 * Null where there is nothing to heal.
 *
 * @param of the verification, @param into the id of the next one
 * @param readings with their ordinals: jobs carry no account
 */
export function planHealing(
  of: string,
  into: string,
  readings: readonly { readonly ordinal: number; readonly reading: AccountReading }[],
  random: () => number,
  times: HealingTimes = HEALING,
): HealingPlan | null {
  const newest = new Map(readings.map((entry) => [entry.reading.account, entry]));
  const healing = [...newest.values()].filter(({ reading }) => mayHeal(reading)).slice(0, MAX_HEALING);
  if (healing.length === 0) return null;
  const children = healing.map(
    ({ ordinal }): QueueJob => ({
      id: `${into}-${ordinal}`,
      kind: 'fetch',
      lane: 'background',
      data: { of, into, ordinal },
      delayMs: Math.round(times.delayMs + times.spreadMs * random()),
      attempts: times.runs,
      backOffMs: times.backOffMs,
    }),
  );
  return {
    parent: {
      id: `${into}-score`,
      kind: 'score',
      lane: 'background',
      data: { of, into },
      attempts: times.runs,
      backOffMs: times.backOffMs,
    },
    children,
  };
}
