import { openAccounts } from './disclosures.js';
import { joinPresentation } from './presentation.js';
import { canonicalUri } from './sign.js';
import { openStatement } from './statement.js';

/**
 * What one place shows of an SD-JWT statement: the token with the disclosures of the accounts given, and of no
 * other (profile section 1). Disclosures that are not in `text` cannot be had from anywhere.
 * @param uris canonical URIs
 * @throws Error for a text that `verifyStatement` refuses, or of the plain form
 */
export function presentTo(text: string, uris: readonly string[]): string {
  const opened = openStatement(text);
  if (!opened.ok) throw new Error(`not a verified statement: ${opened.message}`);
  const { payload, presentation, form } = opened.value;
  const accounts = openAccounts(payload, presentation.disclosures, form);
  if (!accounts.ok || form !== 'sd-jwt')
    throw new Error('not a verified statement with selective disclosure');
  const disclosed = accounts.value.named.filter((uri) => uri.disclosed);
  const shown = accounts.value.used.filter((_, index) =>
    uris.includes(canonicalUri(disclosed[index]?.text ?? '')),
  );
  return joinPresentation(presentation.token, shown);
}
