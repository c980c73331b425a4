import { openAccounts } from './disclosures.js';
import { joinPresentation } from './presentation.js';
import { namedAccounts, openStatement } from './statement.js';
import type { Statement } from './types.js';

/**
 * Makes one statement of all that are the same (equal digests), in the order of their first find. What an
 * SD-JWT names is the union of the disclosures seen for it; `text` of the result carries them all and is for
 * the verification's own use: it is never shown to readers of one place (profile section 1).
 * @throws Error for a statement that `verifyStatement` did not make
 */
export function mergeDisclosures(statements: readonly Statement[]): Statement[] {
  const groups = new Map<string, [Statement, ...Statement[]]>();
  for (const statement of statements) {
    const group = groups.get(statement.digest);
    if (group) group.push(statement);
    else groups.set(statement.digest, [statement]);
  }
  return [...groups.values()].map(mergeGroup);
}

function mergeGroup(group: readonly [Statement, ...Statement[]]): Statement {
  const [first, ...others] = group;
  if (first.form === 'jwt' || others.every((other) => other.text === first.text)) return first;
  const opened = openStatement(first.text);
  if (!opened.ok) throw new Error(`not a verified statement: ${opened.message}`);
  const { payload, presentation } = opened.value;
  // Each was matched by its own presentation already, so the sum stays below the digests of one token.
  const disclosures = new Set(group.flatMap((statement) => usedDisclosures(statement)));
  const accounts = openAccounts(payload, [...disclosures], 'sd-jwt');
  if (!accounts.ok) throw new Error(`not a verified statement: ${accounts.message}`);
  const text = joinPresentation(presentation.token, accounts.value.used);
  return { ...first, text, ...namedAccounts(accounts.value) };
}

function usedDisclosures(statement: Statement): readonly string[] {
  const opened = openStatement(statement.text);
  if (!opened.ok) return [];
  const accounts = openAccounts(opened.value.payload, opened.value.presentation.disclosures, 'sd-jwt');
  return accounts.ok ? accounts.value.used : [];
}
