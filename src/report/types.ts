import type { AccountState } from '../graph/types.js';
import type { Verdict } from '../score/verdict.js';

/** Closed list of contract section 2. */
export const ALERT_CODES = [
  'conflicting-statement',
  'equivocation',
  'key-discontinuity',
  'mass-removal',
  'mass-replacement',
  'statement-expiring',
  'statement-expired',
  'rollback',
  'foreign-subject',
  're-registered',
  'trust-disagreement',
  'perspective-disagreement',
  'homograph',
] as const;
export type AlertCode = (typeof ALERT_CODES)[number];

export interface Alert {
  readonly code: AlertCode;
  /** Canonical URIs, sorted. */
  readonly accounts: readonly string[];
  readonly message: string;
}

export interface ReportAccount {
  readonly account: string;
  readonly service: string;
  readonly operator: string;
  readonly state: AccountState;
  /** One sentence for a person. */
  readonly reason: string;
  /** Decibans: its operator's share, repeated for each account of that operator; 0 where the account does not count. */
  readonly evidence: number;
  readonly found: readonly {
    readonly where: string;
    readonly container: string;
    readonly url: string;
    readonly digest: string;
    readonly servedBy?: string;
  }[];
  readonly fetchedAt: string | null;
  /** From the closed list of fetch reasons, for `unreachable`. */
  readonly unreachable?: string;
  /** Named only by disclosures that its own provider does not show: not for strangers. */
  readonly private?: true;
  /** Was `consistent` before, and no statement that counts today names it. */
  readonly dropped?: true;
  readonly lastGood?: { readonly state: 'consistent'; readonly at: string };
}

/** A report as one audience may see it. */
export interface PublicReport extends Report {
  /** For strangers: accounts that never were confirmed, counted and not named. */
  readonly unconfirmed?: number;
}

/** Contract section 2. Evidence is in decibans, times are ISO 8601 in UTC. */
export interface Report {
  readonly subject: string;
  readonly generatedAt: string;
  readonly verdict: Verdict;
  readonly score: number;
  readonly evidence: number;
  readonly prior: number;
  readonly anchored: boolean;
  readonly firstLook: boolean;
  readonly incomplete: boolean;
  readonly independentOperators: number;
  readonly takeoverThreshold: number | null;
  readonly identityKey: string | null;
  /** ISO time at which the leading key's statement ends; null where none leads. */
  readonly statementExpiresAt: string | null;
  readonly keys: readonly {
    readonly thumbprint: string;
    readonly score: number;
    readonly operators: readonly string[];
    readonly firstSeen: string;
  }[];
  readonly operators: readonly { readonly operator: string; readonly evidence: number }[];
  readonly accounts: readonly ReportAccount[];
  readonly alerts: readonly Alert[];
}
