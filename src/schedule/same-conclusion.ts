import type { Report } from '../report/types.js';

/**
 * Do two reports of a subject say the same? What could not be read says nothing, so an account that was unreachable
 * in either changes nothing; numbers move a little with time and do not count.
 */
export function sameConclusion(a: Report, b: Report): boolean {
  if (a.verdict !== b.verdict || a.identityKey !== b.identityKey) return false;
  return alertCodes(a) === alertCodes(b) && sameAccounts(a, b);
}

function alertCodes(report: Report): string {
  return report.alerts
    .map(({ code }) => code)
    .sort()
    .join();
}

function sameAccounts(a: Report, b: Report): boolean {
  const states = new Map(b.accounts.map(({ account, state }) => [account, state]));
  return (
    a.accounts.length === b.accounts.length &&
    a.accounts.every(({ account, state }) => {
      const other = states.get(account);
      return other === state || (other !== undefined && [other, state].includes('unreachable'));
    })
  );
}
