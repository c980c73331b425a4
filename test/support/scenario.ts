import type { Evidence, HistoryKey, Observation } from '../../src/evidence/types.js';
import { reportOf } from '../../src/report/build.js';
import type { Report } from '../../src/report/types.js';
import {
  generateIdentityKey,
  type PrivateJwk,
  proofToken,
  type StatementInput,
  signStatement,
  statementDigest,
  thumbprintUri,
} from '../../src/verify/index.js';

export const NOW = new Date('2026-11-21T12:00:00.000Z');
export const SUBJECT = 'mimi://a.example/u/alice';
const DAY = 86_400_000;

export function daysAgo(days: number): Date {
  return new Date(NOW.getTime() - days * DAY);
}

/** An identity key with what is needed to speak for it. */
export interface Identity {
  readonly jwk: PrivateJwk;
  readonly key: string;
  sign(accounts: readonly string[], more?: Partial<StatementInput>): Promise<string>;
  token(account: string): string;
}

export async function identity(): Promise<Identity> {
  const jwk = await generateIdentityKey('EdDSA');
  const key = await thumbprintUri(jwk);
  return {
    jwk,
    key,
    // Signed a month ago unless told otherwise, so that a key is older than what happens today.
    sign: (accounts, more = {}) =>
      signStatement({ key: jwk, sub: SUBJECT, accounts, now: daysAgo(30), ...more }),
    token: (account) => proofToken(key, account),
  };
}

export function shows(
  account: string,
  statements: readonly string[],
  more: Partial<Observation> = {},
): Observation {
  return { account, at: NOW.toISOString(), outcome: 'read', statements, ...more };
}

export function showsToken(
  account: string,
  tokens: readonly string[],
  more: Partial<Observation> = {},
): Observation {
  return { account, at: NOW.toISOString(), outcome: 'read', tokens, ...more };
}

export function empty(account: string): Observation {
  return { account, at: NOW.toISOString(), outcome: 'read' };
}

export function unreadable(account: string, reason = 'timeout'): Observation {
  return { account, at: NOW.toISOString(), outcome: 'unreachable', reason };
}

export function evidence(observations: readonly Observation[], more: Partial<Evidence> = {}): Evidence {
  return { subject: SUBJECT, now: NOW.toISOString(), observations, ...more };
}

/** History of a key that was `consistent` from `days` days ago until yesterday, shown by these accounts. */
export function knownFor(
  days: number,
  who: Identity,
  accounts: readonly string[],
  statements: readonly string[],
  more: Partial<HistoryKey> = {},
): HistoryKey {
  const firstSeen = daysAgo(days).toISOString();
  const lastSeen = daysAgo(1).toISOString();
  return {
    key: who.key,
    firstSeen,
    lastSeen,
    anchoredUntil: daysAgo(-89).toISOString(),
    statements,
    supports: accounts.map((account) => ({ account, firstSeen, lastSeen })),
    ...more,
  };
}

export function report(observations: readonly Observation[], more: Partial<Evidence> = {}): Promise<Report> {
  return reportOf(evidence(observations, more));
}

export { statementDigest };
