import { type AlertRule, alert, count } from './alert.js';

/** Accounts show a key that does not belong with the leading one. */
export const conflictingStatement: AlertRule = (conclusion) => {
  // What one key says twice over is the equivocation alert's to tell.
  const accounts = [...conclusion.states]
    .filter(([, { state, why }]) => state === 'conflicting' && why === 'other-key')
    .map(([uri]) => uri);
  if (accounts.length === 0) return null;
  return alert('conflicting-statement', accounts, conflictingMessage(accounts.length));
};

/** None: where nobody is to be told which accounts they are. */
export function conflictingMessage(accounts: number): string {
  if (accounts === 0) return 'Another key is shown for this identity, by accounts that are not named here.';
  const [show, them, those] =
    accounts === 1 ? ['shows', 'it', 'that account'] : ['show', 'them', 'those accounts'];
  return `${count(accounts, 'account')} of this identity ${show} another key, which names ${them} as its own. Somebody else may hold ${those}.`;
}
