import type { PublicReport, Report, ReportAccount } from './types.js';
import { type Audience, givenTo, ownAccount, showingOf } from './view/accounts.js';
import { alertsAbout } from './view/alerts.js';
import { keysOf, sharesOf } from './view/shares.js';

export { AUDIENCES, type Audience } from './view/accounts.js';
export { NOT_SHOWN } from './view/shares.js';

export interface ViewOptions {
  /** Account URIs, in any spelling, that whoever reads this report gave himself: they are named. */
  readonly given?: readonly string[];
  /** Accounts that are not told of any more: `hiddenToday`. */
  readonly hidden?: (account: string) => boolean;
}

/**
 * A report as one audience may see it (contract section 2, "What strangers are shown"). Strangers are told of accounts
 * that are or were confirmed, and of those that show a rival key; a caller with a token of all but those that their
 * places disclose in confidence; an operator of everything. The numbers are the same for all of them. Nothing
 * in a view hangs on which accounts it hides. Pure; the view of a view is itself.
 */
export function viewFor(
  report: Report | PublicReport,
  audience: Audience,
  options: ViewOptions = {},
): PublicReport {
  if (audience === 'operator') return report;
  const given = givenTo(report, options.given);
  const showings = report.accounts.map((a) => {
    const showing = showingOf(a, report.subject, audience, given);
    const kept = a.account === report.subject || given.has(a.account);
    return showing === 'named' && !kept && options.hidden?.(a.account) ? 'hidden' : showing;
  });
  const seen = report.accounts.filter((_, i) => showings[i] === 'named');
  const named = audience === 'stranger' ? seen.map((a) => ownAccount(a, report.subject)) : seen;
  const counted = showings.filter((showing) => showing === 'counted').length;
  return {
    ...report,
    ...shown(report, named),
    ...(audience === 'stranger'
      ? { unconfirmed: counted + ('unconfirmed' in report ? (report.unconfirmed ?? 0) : 0) }
      : {}),
  };
}

/**
 * Of an older report: the accounts that the newest one knows, and does not name to this audience. What she has dropped or
 * made private since then would otherwise be told for as long as the older one is kept.
 */
export function hiddenToday(newest: Report, audience: Audience): (account: string) => boolean {
  const named = new Set(viewFor(newest, audience).accounts.map(({ account }) => account));
  const hidden = new Set(newest.accounts.map(({ account }) => account).filter((uri) => !named.has(uri)));
  return (account) => hidden.has(account);
}

function shown(
  report: Report,
  named: readonly ReportAccount[],
): Pick<Report, 'keys' | 'operators' | 'accounts' | 'alerts'> {
  return {
    keys: keysOf(report, named),
    operators: sharesOf(report, named),
    accounts: named,
    alerts: alertsAbout(report.alerts, new Set(named.map(({ account }) => account))),
  };
}
