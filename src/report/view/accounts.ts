import { vertexOf } from '../../graph/vertex.js';
import type { Report, ReportAccount } from '../types.js';
import { ownReason } from '../wording.js';

/** `stranger`: no token; `caller`: a token, or a job's own id for what he gave; `operator`: whoever keeps the store. */
export const AUDIENCES = ['stranger', 'caller', 'operator'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** What becomes of an account: named, only counted, or not even that. */
export type Showing = 'named' | 'counted' | 'hidden';

const CONFIRMED: ReadonlySet<ReportAccount['state']> = new Set(['consistent', 'stale']);
/** Never anybody else's business, whatever was there before: what is shown there is not of this identity any more. */
const NEVER_CONFIRMED: ReadonlySet<ReportAccount['state']> = new Set(['foreign', 'unclaimed', 'silent']);

/** It agrees with the leading key today. */
export function isConfirmed({ state }: Pick<ReportAccount, 'state'>): boolean {
  return CONFIRMED.has(state);
}

/** Contract section 2, "What strangers are shown". `given`: canonical URIs that whoever asks gave himself. */
export function showingOf(
  account: ReportAccount,
  subject: string,
  audience: Audience,
  given: ReadonlySet<string>,
): Showing {
  if (account.account === subject || audience === 'operator' || given.has(account.account)) return 'named';
  if (account.private) return 'hidden';
  if (audience === 'caller' || isConfirmed(account)) return 'named';
  // Another subject is named only where it says that it is hers.
  const named = !account.account.startsWith('mimi:') && isKnown(account);
  if (named) return 'named';
  // What she has given up is not hers to be counted.
  return account.state === 'revoked' || account.dropped ? 'hidden' : 'counted';
}

/** A rival key is shown whoever names the account; everything else has to have been confirmed before. */
function isKnown(account: ReportAccount): boolean {
  if (account.state === 'conflicting') return true;
  if (account.state === 'revoked' || account.dropped || NEVER_CONFIRMED.has(account.state)) return false;
  return account.lastGood !== undefined;
}

/** An account as strangers see it: what the account itself shows to everybody, in words of our own. */
export function ownAccount(account: ReportAccount, subject: string): ReportAccount {
  const { dropped: _dropped, private: _private, ...rest } = account;
  return {
    ...rest,
    reason: ownReason(account),
    found: account.found.map((place) => ({ ...place, url: ownUrl(place.url, [subject, account.account]) })),
  };
}

/** Percent-encoding inside of percent-encoding inside of a query: nobody needs more. */
const MAX_DECODINGS = 4;

/** A place may be asked for somebody else's document: then nothing of its URL but the origin is shown. */
function ownUrl(url: string, own: readonly string[]): string {
  let text = url;
  for (let i = 0; i < MAX_DECODINGS; i += 1) text = decoded(text);
  const subjects = text.match(/mimi:[^\s"'<>&?#]*/gi) ?? [];
  if (subjects.every((uri) => own.includes(uri))) return url;
  return URL.canParse(url) ? `${new URL(url).origin}/` : '';
}

function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      return escaped;
    }
  });
}

/** Canonical URIs, so that a spelling hides nothing. */
export function givenTo(report: Report, given: readonly string[] = []): ReadonlySet<string> {
  const canonical = new Set(given.map((text) => vertexOf(text).uri));
  return new Set(report.accounts.map(({ account }) => account).filter((uri) => canonical.has(uri)));
}
