import type { AccountReading } from '../evidence/types.js';
import type { UnreachableReason } from '../fetch/types.js';
import type { Report, ReportAccount } from '../report/types.js';
import { isConfirmed } from '../report/view/accounts.js';
import type { ReadingResult } from './types.js';

/** A reading with what is known of its account. */
export interface Judged {
  readonly reading: Pick<AccountReading, 'outcome' | 'reason' | 'finds' | 'requests'>;
  /** Of the report that was drawn from it; null where nothing was read and so none was drawn. */
  readonly account: ReportAccount | null;
  /** Of the report before. */
  readonly before: ReportAccount | null;
  readonly report: Pick<Report, 'subject' | 'identityKey'>;
}

/** Reasons that are ours, or the account holder's: they say nothing of the service. */
const NOT_ITS_OWN: ReadonlySet<UnreachableReason> = new Set(['cancelled', 'refused-address', 'refused-url']);

/**
 * What a reading says of the service that was read, null: nothing. Pure.
 *
 * A service whose markup has changed is read and shows nothing, so its accounts are `missing`; one whose records have another
 * form cannot be read (`unreachable`, as malformed) or seems to know nobody (`absent`). All three are counted as failing.
 */
export function readingResult({ reading, account, before, report }: Judged): ReadingResult | null {
  if (reading.requests === 0) return null;
  if (reading.reason !== undefined && NOT_ITS_OWN.has(reading.reason)) return null;
  if (account === null) return reading.outcome === 'unreachable' ? 'unreachable' : null;
  const confirmedBefore = account.lastGood !== undefined || (before !== null && isConfirmed(before));
  if (hasGone(account, confirmedBefore, report)) return null;
  switch (account.state) {
    case 'consistent':
    case 'stale':
      return 'confirmed';
    case 'conflicting':
    case 'unclaimed':
    case 'foreign':
    case 'expired':
    case 'invalid':
      return 'broken';
    case 'unreachable':
      return 'unreachable';
    // A new account behind a name is rare; behind all of them, the service numbers its accounts anew.
    case 're-registered':
    case 'one-way':
    case 'silent':
      return ofSilence(reading, confirmedBefore);
    case 'revoked':
      return null;
  }
}

function ofSilence({ outcome, finds }: Judged['reading'], confirmedBefore: boolean): ReadingResult {
  // What strangers wrote there, and what a host says of its other users, is no proof of hers.
  if (finds.some(({ strength, hostWide }) => strength !== 'unattributed' && !hostWide)) return 'broken';
  if (outcome === 'absent') return 'absent';
  return confirmedBefore ? 'missing' : 'without';
}

/** Her key speaks, and names the account no longer: that it is empty, or gone, is her own doing. */
function hasGone(
  account: ReportAccount,
  confirmedBefore: boolean,
  { subject, identityKey }: Judged['report'],
): boolean {
  // The subject itself always counts as named. Where no key speaks, the service may be what silenced it.
  if (account.account === subject || identityKey === null) return false;
  return account.dropped === true || (account.state === 'silent' && confirmedBefore);
}
