import { type AlertRule, alert, count } from './alert.js';

/** Accounts show a key that does not belong with the leading one. */
export const conflictingStatement: AlertRule = (conclusion) => {
  // What one key says twice over is the equivocation alert's to tell.
  const accounts = [...conclusion.states]
    .filter(([, { state, why }]) => state === 'conflicting' && why === 'other-key')
    .map(([uri]) => uri);
  if (accounts.length === 0) return null;
  return alert(
    'conflicting-statement',
    accounts,
    `${count(accounts.length, 'account')} of this identity ${accounts.length === 1 ? 'shows' : 'show'} another key, which names ${accounts.length === 1 ? 'it' : 'them'} as its own. Somebody else may hold ${accounts.length === 1 ? 'that account' : 'those accounts'}.`,
  );
};
