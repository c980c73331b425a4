import type { AccountState } from '../../../src/graph/types.js';
import type { PublicReport, ReportAccount } from '../../../src/report/types.js';

export const NOW = '2026-11-21T12:00:00.000Z';
export const SUBJECT = 'mimi://a.example/u/alice';
const URN = 'urn:ietf:params:oauth:jwk-thumbprint:sha-256:';
export const KEY = `${URN}NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs`;
export const OTHER_KEY = `${URN}kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k`;

export function account(
  uri: string,
  operator: string,
  state: AccountState = 'consistent',
  more: Partial<ReportAccount> = {},
): ReportAccount {
  return {
    account: uri,
    service: 'website',
    operator,
    state,
    reason: 'It shows the key, and the statement names it.',
    evidence: 16.1,
    found: [],
    fetchedAt: NOW,
    ...more,
  };
}

export const provider = (state: AccountState = 'consistent'): ReportAccount =>
  account(SUBJECT, 'a.example', state, { evidence: 18.4 });

/** As strangers would see it, with nothing reckoned: pictures draw what a report says. */
export function reportOf(accounts: readonly ReportAccount[], more: Partial<PublicReport> = {}): PublicReport {
  const conflicting = accounts.filter(({ state }) => state === 'conflicting').map((a) => a.operator);
  return {
    subject: SUBJECT,
    generatedAt: NOW,
    verdict: conflicting.length > 0 ? 'conflicting' : 'consistent',
    score: 0.9997,
    evidence: 34.5,
    prior: 0,
    anchored: true,
    firstLook: false,
    incomplete: false,
    independentOperators: 2,
    takeoverThreshold: 2,
    identityKey: KEY,
    statementExpiresAt: '2027-10-01T00:00:00.000Z',
    keys: [
      { thumbprint: KEY, score: 0.9997, operators: ['a.example', 'github.com'], firstSeen: NOW },
      ...(conflicting.length > 0
        ? [{ thumbprint: OTHER_KEY, score: 0.0001, operators: conflicting, firstSeen: NOW }]
        : []),
    ],
    operators: [
      { operator: 'a.example', evidence: 18.4 },
      { operator: 'github.com', evidence: 16.1 },
    ],
    accounts,
    alerts: [],
    unconfirmed: 0,
    ...more,
  };
}

const PLATFORMS = ['github.com', 'gitlab.com', 'reddit.com', 'keybase.io', 'lobste.rs', 'codeberg.org'];

/** A subject with so many accounts beside her provider's, three at an operator. */
export function crowd(size: number, stateOf: (i: number) => AccountState = () => 'consistent'): PublicReport {
  const accounts = Array.from({ length: size }, (_, i) => {
    const operator = PLATFORMS[Math.floor(i / 3)] ?? `site${Math.floor(i / 3)}.example`;
    return account(`https://${operator}/alice${i}`, operator, stateOf(i), {
      lastGood: { state: 'consistent', at: NOW },
    });
  });
  return reportOf([provider(), ...accounts]);
}

/** Names of strangers who mean no good. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '"><svg onload=alert(1)>&amp;&lt;]]>',
  'x'.repeat(8192),
  '字'.repeat(3000),
  '\u202Egnp.exe\u202C\u2066hidden\u2069',
  'a\u200Bl\u200Di\u2060c\uFEFFe',
  '👩‍👩‍👧‍👦🏳️‍🌈🔥',
  'مرحبا‏بالعالم',
  `Z${'\u0301\u0316'.repeat(500)}algo`,
  '\uD800lone\uDFFF\u0000\u0008\u001B[31m',
  'javascript:alert(1)',
  '',
] as const;
