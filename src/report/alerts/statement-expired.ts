import { type AlertRule, accountsIn, alert, count } from './alert.js';

export const statementExpired: AlertRule = (conclusion) => {
  const accounts = accountsIn(conclusion, 'expired');
  if (accounts.length === 0) return null;
  return alert('statement-expired', accounts, expiredMessage(accounts.length));
};

export function expiredMessage(accounts: number): string {
  return `The only statement at ${count(accounts, 'account')} is past its end. That is not the same as its absence.`;
}
