import type { Conclusion } from '../../score/verdict.js';
import type { Alert, AlertCode } from '../types.js';

/** One rule: looks at a conclusion, changes nothing in it. */
export type AlertRule = (conclusion: Conclusion) => Alert | null;

export function alert(code: AlertCode, accounts: Iterable<string>, message: string): Alert {
  return { code, accounts: [...new Set(accounts)].sort(), message };
}

/** URIs of the accounts in a state. */
export function accountsIn(conclusion: Conclusion, state: string): string[] {
  return [...conclusion.states].filter(([, s]) => s.state === state).map(([uri]) => uri);
}

/** `1 account`, `3 accounts`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
