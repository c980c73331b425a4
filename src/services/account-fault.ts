import { recogniseAccount } from './recognise.js';

/**
 * Why a text given as an account is none at all; null where it is one. One that nothing can read is an account: it is
 * in the report as such.
 */
export function accountFault(text: string): string | null {
  const account = recogniseAccount(text);
  return 'unsupported' in account && !/^[a-z][a-z0-9+.-]*:./i.test(text) ? account.reason : null;
}
