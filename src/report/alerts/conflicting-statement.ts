import { type AlertRule, accountsIn, alert, count } from './alert.js';

/** Accounts show a key that does not belong with the leading one. */
export const conflictingStatement: AlertRule = (conclusion) => {
  const accounts = accountsIn(conclusion, 'conflicting');
  if (accounts.length === 0) return null;
  return alert(
    'conflicting-statement',
    accounts,
    `${count(accounts.length, 'account')} of this identity ${accounts.length === 1 ? 'shows' : 'show'} another key, which names ${accounts.length === 1 ? 'it' : 'them'} as its own. Somebody else may hold ${accounts.length === 1 ? 'that account' : 'those accounts'}.`,
  );
};
