import type { AccountReading, Find } from '../../../src/evidence/types.js';
import type { Verified } from '../../../src/jobs/deps.js';
import type { Report, ReportAccount } from '../../../src/report/types.js';
import { NOON } from '../../support/frozen-clock.js';

export const SUBJECT = 'mimi://a.example/u/alice';
export const GITHUB = 'https://github.com/alice';
export const KEY = 'urn:ietf:params:oauth:jwk-thumbprint:sha-256:a';

export const find = (more: Partial<Find> = {}): Find => ({
  ...{ kind: 'token', text: 'cross-signing:a', container: 'proof-token' },
  ...{ where: 'profile page', url: GITHUB, digest: 'd' },
  ...more,
});

export function reading(more: Partial<AccountReading> = {}): AccountReading {
  return {
    ...{ account: GITHUB, outcome: 'read', finds: [], places: [] },
    ...{ fetchedAt: NOON, requests: 1 },
    ...more,
  };
}

export function account(more: Partial<ReportAccount> = {}): ReportAccount {
  return {
    ...{ account: GITHUB, service: 'github', operator: 'github.com', state: 'consistent' },
    ...{ reason: '', evidence: 0, found: [], fetchedAt: NOON },
    ...more,
  };
}

export const LAST_GOOD = { lastGood: { state: 'consistent', at: NOON } } as const;

export function report(accounts: readonly ReportAccount[], more: Partial<Report> = {}): Report {
  return {
    ...{ subject: SUBJECT, generatedAt: NOON, verdict: 'consistent', score: 1, evidence: 30, prior: 0 },
    ...{ anchored: true, firstLook: false, incomplete: false, independentOperators: 2 },
    ...{ takeoverThreshold: 2, identityKey: KEY, statementExpiresAt: null },
    ...{ keys: [], operators: [], alerts: [], accounts },
    ...more,
  };
}

/** The first look at one account, which shows its proof. */
export function verified(more: Partial<Verified> = {}): Verified {
  return {
    ...{ subject: SUBJECT, report: report([account()]), before: null, nothingRead: false },
    ...{ readings: [reading({ finds: [find()] })], lastLook: null },
    ...more,
  };
}
