import { Budget, type Followers, type SignalHub } from './budget.js';
import { type Failure, failure } from './failure.js';
import type { HopTools } from './hop.js';
import type { Politeness } from './politeness.js';
import type { Robots } from './robots.js';
import type { Clock, FetchSettings, HopRecord, ResponseCache } from './types.js';

/** Everything that the readings of one fetcher share. */
export interface FetchContext {
  readonly settings: FetchSettings;
  readonly tools: HopTools;
  readonly clock: Clock;
  readonly cache: ResponseCache | undefined;
  readonly politeness: Politeness;
  readonly robots: Robots;
  readonly hub: SignalHub;
  /** Readings under way, so that closing ends them. */
  readonly budgets: Set<Budget>;
  readonly onHop: ((hop: HopRecord) => void) | undefined;
  readonly registrableDomain: (host: string) => string | null;
  /** 0 to 1: the jitter of retries. */
  readonly random: () => number;
}

/** Runs one reading with a budget of its own; the readings that wait for it, if any, follow it. */
export async function withBudget<T>(
  context: FetchContext,
  {
    signal,
    followers,
  }: { readonly signal?: AbortSignal | undefined; readonly followers?: Followers | undefined },
  read: (budget: Budget) => Promise<T>,
): Promise<T> {
  const budget = new Budget(context.settings.maxTimeMs, context.hub, signal, followers);
  context.budgets.add(budget);
  try {
    return await read(budget);
  } finally {
    context.budgets.delete(budget);
    budget.dispose();
  }
}

/** What to say of a reading that was stopped from our side, or null where it was not. */
export function stopFailure(budget: Budget, context: FetchContext, host: string): Failure | null {
  switch (budget.stopped) {
    case null:
      return null;
    case 'cancelled':
      return failure('cancelled', 'the reading was cancelled');
    case 'queue':
      return failure('timeout', `its turn never came: too many other requests wait for ${host}`);
    case 'timeout':
      return failure(
        'timeout',
        `${host} did not answer in full within ${context.settings.maxTimeMs / 1000} s`,
      );
  }
}
