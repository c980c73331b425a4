import type { Report, ReportAccount } from '../../../src/report/types.js';
import { NOON } from '../../support/frozen-clock.js';

export const SUBJECT = 'mimi://a.example/u/alice';

/** An account in a state; `unreachable` is why it could not be read. */
export function account(
  uri: string,
  state: ReportAccount['state'] = 'consistent',
  unreachable?: string,
): ReportAccount {
  return {
    account: uri,
    service: 'website',
    operator: new URL(uri).host,
    state,
    reason: '',
    evidence: 0,
    found: [],
    fetchedAt: NOON,
    ...(unreachable === undefined ? {} : { unreachable }),
  };
}

export const GOOD: readonly ReportAccount[] = [account(SUBJECT), account('https://one.example/')];
/** One of the accounts could not be read, for a reason that may be over soon. */
export const FAILING: readonly ReportAccount[] = [
  account(SUBJECT),
  account('https://one.example/', 'unreachable', 'timeout'),
];

/** A report where everything agrees, as far as nothing else is said. */
export function report(more: Partial<Report> = {}): Report {
  return {
    subject: SUBJECT,
    generatedAt: NOON,
    verdict: 'consistent',
    score: 0.999,
    evidence: 30,
    prior: 0,
    anchored: true,
    firstLook: false,
    incomplete: false,
    independentOperators: 2,
    takeoverThreshold: 2,
    identityKey: 'urn:ietf:params:oauth:jwk-thumbprint:sha-256:one',
    statementExpiresAt: null,
    keys: [],
    operators: [],
    accounts: GOOD,
    alerts: [],
    ...more,
  };
}
