import { newcomersOf, SELF_HOSTED } from '../../score/groups.js';
import { decimals } from '../decimals.js';
import type { Report, ReportAccount } from '../types.js';
import { isConfirmed } from './accounts.js';

/** In `operators`: the shares of all that nobody who reads this is told of, as one. */
export const NOT_SHOWN = 'not shown';

type Share = Report['operators'][number];
type Key = Report['keys'][number];

/**
 * Operators under which an account stands that is named; the rest as one, so that the shares still add up. An account has
 * its operator's share as its own evidence: one that has another is not whom that operator is listed for.
 */
export function sharesOf(report: Report, named: readonly ReportAccount[]): Share[] {
  const listed = new Set(report.operators.map(({ operator }) => operator));
  const newcomers = new Map(report.keys.map((key) => [newcomersOf(key.thumbprint), key]));
  const isNamed = (share: Share): boolean => {
    if (share.operator === NOT_SHOWN) return false;
    const key = newcomers.get(share.operator);
    if (key) return namesNewcomer(share, key, report, named);
    if (share.operator === SELF_HOSTED) return namesSelfHosted(share, report, listed, named);
    const counts = named.some((a) => a.operator === share.operator && a.evidence === share.evidence);
    return counts || report.keys.some((k) => serves(share.operator, k, report, named));
  };
  const kept = report.operators.filter(isNamed);
  const rest = report.operators.filter((share) => !kept.includes(share));
  const evidence = decimals(rest.reduce((sum, share) => sum + share.evidence, 0));
  return evidence === 0 ? kept : [...kept, { operator: NOT_SHOWN, evidence }];
}

/** Every key, each with the operators of named accounts that may show it. */
export function keysOf(report: Report, named: readonly ReportAccount[]): Key[] {
  return report.keys.map((key) => {
    const own = supporters(key, report, named).map((a) => a.operator);
    const operators = key.operators.filter((o) => own.includes(o) || serves(o, key, report, named));
    return { ...key, operators };
  });
}

/** Accounts whose state says that they may show this key. */
function supporters(key: Key, { identityKey }: Report, named: readonly ReportAccount[]): ReportAccount[] {
  const leads = key.thumbprint === identityKey;
  return named.filter((a) => a.state === 'conflicting' || (leads && isConfirmed(a)));
}

/** An account that shows the key points to what this operator serves. */
function serves(operator: string, key: Key, report: Report, named: readonly ReportAccount[]): boolean {
  return (
    key.operators.includes(operator) &&
    supporters(key, report, named).some((a) => a.found.some((place) => place.servedBy === operator))
  );
}

function namesNewcomer(share: Share, key: Key, report: Report, named: readonly ReportAccount[]): boolean {
  return (
    supporters(key, report, named).some((a) => a.evidence === share.evidence) ||
    key.operators.some((operator) => serves(operator, key, report, named))
  );
}

/** Self-hosted operators that are not listed by their own names. */
function namesSelfHosted(
  share: Share,
  report: Report,
  listed: ReadonlySet<string>,
  named: readonly ReportAccount[],
): boolean {
  if (named.some((a) => !listed.has(a.operator) && a.evidence === share.evidence)) return true;
  // In a contest what a pointer reached is a newcomer.
  if (report.keys.some((key) => listed.has(newcomersOf(key.thumbprint)))) return false;
  return report.keys.some((key) =>
    key.operators.some((operator) => !listed.has(operator) && serves(operator, key, report, named)),
  );
}
