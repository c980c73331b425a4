import { locate } from '../discovery/index.js';
import type { AccountReading } from '../evidence/types.js';
import type { FetchOutcome } from '../fetch/types.js';
import type { Account } from '../services/index.js';
import { distinctFinds } from './places/finds.js';
import { readLocation } from './places/index.js';
import { openSession, type ReadAccountIo } from './places/session.js';
import { joinResults, type PlaceResult } from './places/types.js';

export type { ReadAccountIo } from './places/session.js';

/**
 * Reads everything that one account shows: all of its places at the same time (profile section 2).
 *
 * Reading is all or nothing: where a place failed and nothing was found elsewhere the account is `unreachable`.
 * Where something was found although a place failed, the outcome is `read` and `reason` and `detail` tell of the
 * failure: what was found counts, and nobody may conclude from what was not.
 *
 * @throws Error for an account that the catalogue did not make: a bug of the caller
 */
export async function readAccount(account: Account, io: ReadAccountIo): Promise<AccountReading> {
  const session = openSession(account, io);
  const places = locate(account, { asSubject: io.asSubject === true });
  const result = joinResults(await Promise.all(places.map((place) => readLocation(place, session))));
  const { failure, accountId, createdAt } = result;
  return {
    account: account.uri,
    outcome: outcomeOf(result),
    ...(failure && { reason: failure.reason, detail: failure.detail }),
    finds: distinctFinds(result.finds),
    places: result.records,
    ...(accountId !== undefined && { accountId }),
    ...(createdAt !== undefined && { createdAt }),
    fetchedAt: lastOf(result) ?? session.now(),
    requests: session.requests(),
  };
}

function outcomeOf(result: PlaceResult): FetchOutcome {
  if (result.finds.length > 0) return 'read';
  if (result.failure) return 'unreachable';
  return result.records.some((record) => record.outcome === 'read') ? 'read' : 'absent';
}

function lastOf(result: PlaceResult): string | undefined {
  return result.records
    .map((record) => record.fetchedAt)
    .sort()
    .at(-1);
}
