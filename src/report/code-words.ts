import type { UnreachableReason } from '../fetch/types.js';
import type { ClaimStatus } from '../verify/inspect/claim.js';
import type { ChangeKind } from './changes.js';
import { ALERT_CODES, type AlertCode } from './types.js';
import type { Mark } from './wording.js';

/*
 * Words for codes of closed lists. JSON has the codes, for programs; a person is shown these.
 */

export interface AlertWords {
  readonly symbol: '!' | '✘';
  readonly word: string;
}

/**
 * What speaks against an identity: `!` asks for a second look, `✘` says that somebody may be lying. Each word reads well
 * alone, and in a row of several.
 */
export const ALERTS: Readonly<Record<AlertCode, AlertWords>> = {
  'conflicting-statement': { symbol: '✘', word: 'conflicting statement' },
  equivocation: { symbol: '✘', word: 'two statements with one number' },
  'key-discontinuity': { symbol: '✘', word: 'unannounced change of key' },
  'mass-removal': { symbol: '✘', word: 'many proofs gone at once' },
  'mass-replacement': { symbol: '✘', word: 'many proofs replaced at once' },
  'statement-expiring': { symbol: '!', word: 'statement ends soon' },
  'statement-expired': { symbol: '!', word: 'statement past its end' },
  rollback: { symbol: '✘', word: 'older statement shown again' },
  'foreign-subject': { symbol: '✘', word: 'statement of another identity' },
  're-registered': { symbol: '✘', word: 'account made anew' },
  'trust-disagreement': { symbol: '!', word: 'disagreement about trust' },
  'perspective-disagreement': { symbol: '!', word: 'different things for different readers' },
  homograph: { symbol: '!', word: 'name that looks like another' },
};

/** The words of an alert. A process of a newer version may have stored one that this version does not know. */
export function alertWords(code: string): AlertWords {
  const known = ALERT_CODES.find((one) => one === code);
  return known === undefined ? { symbol: '✘', word: code.replaceAll('-', ' ') } : ALERTS[known];
}

/** What changed from one report to the next. */
export const CHANGES: Readonly<Record<ChangeKind, string>> = {
  'first-seen': 'first look',
  'verdict-changed': 'another verdict',
  'key-changed': 'another key',
  'operators-changed': 'another number of operators',
  'account-confirmed': 'account confirmed',
  'account-unconfirmed': 'account no longer confirmed',
  'alert-raised': 'alert',
  'alert-cleared': 'alert over',
  'nothing-read': 'nothing read',
};

/** Why an account could not be read: after `could not be read:`, and as a sentence of its own. */
export const UNREACHABLE: Readonly<
  Record<UnreachableReason, { readonly word: string; readonly sentence: string }>
> = {
  dns: { word: 'name not resolved', sentence: 'Its name could not be resolved.' },
  connect: { word: 'no connection', sentence: 'No connection could be made.' },
  tls: { word: 'no trusted TLS', sentence: 'Its certificate or TLS handshake failed.' },
  timeout: { word: 'too slow', sentence: 'It took too long to answer.' },
  reset: { word: 'connection cut', sentence: 'The connection was cut in the middle of the answer.' },
  status: { word: 'answered with an error', sentence: 'It answered with an error.' },
  'rate-limited': { word: 'asked to come back later', sentence: 'It asked to come back later.' },
  redirect: { word: 'forbidden redirect', sentence: 'It redirects to where a proof may not be.' },
  'refused-address': {
    word: 'not on the public internet',
    sentence: 'Its address is not on the public internet.',
  },
  'refused-url': { word: 'URL never fetched', sentence: 'Its URL is one that is never fetched.' },
  'too-large': { word: 'answer too large', sentence: 'Its answer is larger than the limit.' },
  limit: {
    word: 'limit reached',
    sentence: 'A limit of this verification was reached; it was not read.',
  },
  malformed: { word: 'broken answer', sentence: 'Its answer is broken.' },
  robots: { word: 'robots.txt asks not to', sentence: 'Its robots.txt asks not to be read.' },
  'needs-credential': { word: 'login needed', sentence: 'It answers only to those who log in.' },
  unsupported: {
    word: 'unknown kind of account',
    sentence: 'Nothing here can read this kind of account yet.',
  },
  cancelled: { word: 'stopped', sentence: 'The verification was stopped before it was read.' },
};

/** Whether a signed claim holds. */
export const CLAIMS: Readonly<Record<ClaimStatus, { readonly symbol: Mark; readonly word: string }>> = {
  verified: { symbol: '✔', word: 'verified' },
  broken: { symbol: '✘', word: 'broken' },
  expired: { symbol: '○', word: 'expired' },
  'not-yet-valid': { symbol: '○', word: 'not yet valid' },
  revoked: { symbol: '✘', word: 'revoked' },
  unverifiable: { symbol: '?', word: 'cannot be verified' },
  unsupported: { symbol: '–', word: 'unsupported' },
};
