import type { Report, ReportAccount } from '../../../src/report/types.js';
import { NOON } from '../../support/frozen-clock.js';
import { SUBJECT } from '../../support/scenario.js';

export const KEY = 'urn:ietf:params:oauth:jwk-thumbprint:sha-256:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU';

export function account(uri: string, more: Partial<ReportAccount> = {}): ReportAccount {
  return {
    account: uri,
    service: 'website',
    operator: 'forge.example',
    state: 'consistent',
    reason: 'It shows the key, and the statement names it.',
    evidence: 16.1,
    found: [],
    fetchedAt: NOON,
    ...more,
  };
}

/** A report of NOON that is well, with members replaced. */
export function report(more: Partial<Report> = {}): Report {
  return {
    subject: SUBJECT,
    generatedAt: NOON,
    verdict: 'consistent',
    score: 0.9997,
    evidence: 35.2,
    prior: 0,
    anchored: true,
    firstLook: false,
    incomplete: false,
    independentOperators: 4,
    takeoverThreshold: 3,
    identityKey: KEY,
    statementExpiresAt: '2027-01-21T12:00:00.000Z',
    keys: [{ thumbprint: KEY, score: 0.9997, operators: ['forge.example'], firstSeen: NOON }],
    operators: [{ operator: 'forge.example', evidence: 35.2 }],
    accounts: [
      account(SUBJECT, { service: 'mimi', operator: 'a.example' }),
      account('https://forge.example/alice'),
    ],
    alerts: [],
    ...more,
  };
}
