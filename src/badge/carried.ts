import { byWeight } from '../report/text.js';
import type { PublicReport } from '../report/types.js';

/** A report as a badge carries it: all of its conclusions, and of its lists what there is room for. */
export interface CarriedReport extends PublicReport {
  /**
   * How many of each list were left out, and names of those keys and alerts that are carried; where there is no such member
   * nothing was. The server has all of them.
   */
  readonly omitted?: { readonly accounts: number; readonly keys: number; readonly names: number };
}

/** Characters of a report that is carried whole, as JSON: some two dozen accounts. A page may show many badges. */
const MAX_WHOLE = 16_000;
/** Characters of the accounts of a longer one. */
const MAX_ACCOUNTS = 12_000;
/** Of a longer one: keys, and names in each of its keys and alerts. */
const MAX_KEYS = 8;
const MAX_NAMES = 12;

/**
 * Cuts what a badge carries, so that nobody who looks at a badge loads hundreds of accounts with it. The subject itself
 * stays, then what is wrong, then what agrees; numbers are those of the whole report. Pure.
 */
export function carriedReport(report: PublicReport): CarriedReport {
  if (JSON.stringify(report).length <= MAX_WHOLE) return report;
  const accounts = heaviest(report);
  const keys = report.keys.slice(0, MAX_KEYS);
  const named = [...keys.map(({ operators }) => operators), ...report.alerts.map((alert) => alert.accounts)];
  return {
    ...report,
    accounts,
    keys: keys.map((key) => ({ ...key, operators: key.operators.slice(0, MAX_NAMES) })),
    alerts: report.alerts.map((alert) => ({ ...alert, accounts: alert.accounts.slice(0, MAX_NAMES) })),
    omitted: {
      accounts: report.accounts.length - accounts.length,
      keys: report.keys.length - keys.length,
      names: named.reduce((sum, names) => sum + Math.max(0, names.length - MAX_NAMES), 0),
    },
  };
}

/** As many as there is room for, and the subject itself in any case. */
function heaviest({ accounts }: PublicReport): PublicReport['accounts'] {
  const sorted = byWeight(accounts);
  let room = MAX_ACCOUNTS;
  const end = sorted.findIndex((account, i) => {
    room -= JSON.stringify(account).length;
    return i > 0 && room < 0;
  });
  return end === -1 ? sorted : sorted.slice(0, end);
}
