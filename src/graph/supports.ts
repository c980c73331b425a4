import { proofToken } from '../verify/index.js';
import type { AccountView, KnownStatement, Lineage, Shown, Support } from './types.js';

/** Claims of an account that count for the subject, by lineage. Ended keys and expired statements show nothing. */
export function shownBy(
  view: AccountView,
  subject: string,
  lineageOf: ReadonlyMap<string, Lineage>,
  ended: ReadonlySet<string>,
  tokenIndex: ReadonlyMap<string, string>,
): Shown[] {
  const shown: Shown[] = [];
  for (const { statement, via, strength, hostWide } of view.statements) {
    if (statement.sub !== subject || statement.expired || ended.has(statement.key)) continue;
    const lineage = lineageOf.get(statement.key);
    if (!lineage) continue;
    const known = lineage.statements.find((k) => k.statement.digest === statement.digest);
    const namedByIt = known?.names.has(view.vertex.uri) ?? false;
    // A document of a host where users own paths says nothing for an account that it does not name (profile 2.1).
    if (hostWide && !namedByIt) continue;
    const current = lineage.leading?.statement.digest === statement.digest;
    shown.push({ lineage, via, strength, hostWide, current, namedByIt });
  }
  for (const { text, via, strength, hostWide } of view.tokens) {
    const key = tokenIndex.get(text);
    if (key === undefined || ended.has(key)) continue;
    const lineage = lineageOf.get(key);
    if (lineage)
      shown.push({ lineage, via, strength, hostWide, current: key === lineage.head, namedByIt: true });
  }
  return shown;
}

/** The tokens that would stand for this account, by text: over its canonical URI and the spellings in statements. */
export function tokensFor(
  uri: string,
  keys: readonly string[],
  statements: readonly KnownStatement[],
): Map<string, string> {
  const spellings = new Set([uri]);
  for (const k of statements) for (const spelled of k.spellings.get(uri) ?? []) spellings.add(spelled);
  const index = new Map<string, string>();
  for (const key of keys) for (const spelled of spellings) index.set(proofToken(key, spelled), key);
  return index;
}

/** The statement must name the account, and the account must show the key. One half never counts. */
export function supportOf(shown: readonly Shown[], uri: string): Support[] {
  const supports: Support[] = [];
  for (const { lineage, via, strength, current, namedByIt } of shown) {
    const { leading } = lineage;
    if (!leading?.names.has(uri) || isRevoked(leading, uri) || !namedByIt) continue;
    supports.push({ lineage, via, strength, current });
  }
  return supports;
}

export function isRevoked(k: KnownStatement, uri: string): boolean {
  return k.statement.revoked.includes(uri);
}
