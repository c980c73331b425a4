import { conflictingMessage } from '../alerts/conflicting-statement.js';
import { mistakable } from '../alerts/homograph.js';
import { expiredMessage } from '../alerts/statement-expired.js';
import type { Alert, AlertCode } from '../types.js';

/** What they say is about the accounts they name, and nothing where none is named. The others are about the identity. */
const ABOUT_ACCOUNTS: ReadonlySet<AlertCode> = new Set([
  'statement-expired',
  'foreign-subject',
  're-registered',
  'perspective-disagreement',
  'homograph',
]);

/** Messages that count the accounts. */
const COUNTING: Partial<Record<AlertCode, (accounts: number) => string>> = {
  'conflicting-statement': conflictingMessage,
  'statement-expired': expiredMessage,
};

/** Alerts that name and count only what is named elsewhere in the same report. */
export function alertsAbout(alerts: readonly Alert[], named: ReadonlySet<string>): Alert[] {
  return alerts.flatMap((alert) => {
    const shown = alert.accounts.filter((uri) => named.has(uri));
    // A name that only looked like a hidden one is not odd by itself.
    const odd = alert.code === 'homograph' ? mistakable(shown) : new Set(shown);
    const accounts = shown.filter((uri) => odd.has(uri));
    if (accounts.length === 0 && ABOUT_ACCOUNTS.has(alert.code)) return [];
    const message = COUNTING[alert.code]?.(accounts.length) ?? alert.message;
    return [{ ...alert, accounts, message }];
  });
}
