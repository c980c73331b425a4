import { vertexOf } from '../graph/vertex.js';
import { accountFault } from '../services/account-fault.js';
import { ProblemError } from './problems.js';
import { echo } from './subject.js';

/**
 * The accounts a caller gave, normalised, each once, sorted.
 *
 * @throws ProblemError `invalid-account`
 */
export function readGiven(accounts: readonly string[]): readonly string[] {
  for (const text of accounts) {
    // Nothing has such characters in its name, and no store keeps NUL.
    const fault = /\p{Cc}/u.test(text) ? 'it has control characters' : accountFault(text);
    if (fault !== null)
      throw new ProblemError('invalid-account', `${echo(text)} is not an account URI: ${fault}`);
  }
  return [...new Set(accounts.map((text) => vertexOf(text).uri))].sort();
}
