import type { AccountReading } from '../evidence/types.js';
import type { Fetcher } from '../fetch/types.js';
import { recogniseAccount } from '../services/index.js';
import { withBudget } from './budget.js';
import { readAccount } from './read-account.js';

export interface ReadAgainOptions {
  readonly fetcher: Fetcher;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
}

/** Reads one account of a subject alone, within the limits of a verification; null for one that nothing can read. */
export async function readAgain(
  subject: string,
  accountUri: string,
  { fetcher, now, signal }: ReadAgainOptions,
): Promise<AccountReading | null> {
  const account = recogniseAccount(accountUri);
  if ('unsupported' in account) return null;
  return readAccount(account, {
    fetcher: withBudget(fetcher, now),
    asSubject: account.uri === subject,
    ...(signal ? { signal } : {}),
  });
}
