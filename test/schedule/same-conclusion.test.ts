import { expect, test } from 'vitest';
import { sameConclusion } from '../../src/schedule/same-conclusion.js';
import { account, FAILING, GOOD, report, SUBJECT } from './support/reports.js';

const ALERT = { code: 'statement-expiring', accounts: [], message: 'in 13 days' } as const;

test.each([
  ['the numbers', { score: 0.9991, evidence: 31, prior: 1, independentOperators: 3, firstLook: true }],
  [
    'the time and the order of accounts',
    { generatedAt: '2026-11-22T12:00:00Z', accounts: [...GOOD].reverse() },
  ],
  ['an account that could not be read', { accounts: FAILING }],
])('reports that differ in %s say the same', (_what, more) => {
  expect([sameConclusion(report(), report(more)), sameConclusion(report(more), report())]).toEqual([
    true,
    true,
  ]);
});

test.each([
  ['the verdict', { verdict: 'weak' }],
  ['the key', { identityKey: null }],
  ['an alert', { alerts: [ALERT] }],
  ['the state of an account', { accounts: [account(SUBJECT), account('https://one.example/', 'silent')] }],
  ['an account more', { accounts: [...GOOD, account('https://two.example/')] }],
  ['an account for another', { accounts: [account(SUBJECT), account('https://two.example/')] }],
  [
    'an unreadable account more',
    { accounts: [...GOOD, account('https://two.example/', 'unreachable', 'dns')] },
  ],
] as const)('reports that differ in %s do not', (_what, more) => {
  expect([sameConclusion(report(), report(more)), sameConclusion(report(more), report())]).toEqual([
    false,
    false,
  ]);
});

test('what an alert says in words does not count', () => {
  const today = report({ alerts: [ALERT] });
  const tomorrow = report({ alerts: [{ ...ALERT, message: 'in 12 days' }] });
  expect(sameConclusion(today, tomorrow)).toBe(true);
});
