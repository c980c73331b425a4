import { proofToken } from '../verify/index.js';
import type { AccountView, Graph, KnownStatement, Lineage, Shown, Support } from './types.js';

/** Keys whose tokens an account that none of them names is compared with: one SHA-256 each. */
const MAX_UNNAMED_KEYS = 1000;

/** What all accounts of a graph are compared with. */
export interface Claims {
  readonly subject: string;
  readonly lineageOf: ReadonlyMap<string, Lineage>;
  readonly byDigest: ReadonlyMap<string, KnownStatement>;
  /** Keys whose tokens count: a valid statement today or in the history, and one subject only. Sorted. */
  readonly tokenKeys: readonly string[];
  /** Keys with a statement that names an account, and how they spell it, by canonical URI. */
  readonly naming: ReadonlyMap<string, { readonly keys: Set<string>; readonly spellings: Set<string> }>;
  readonly ended: ReadonlySet<string>;
}

/** Which keys name which account in any statement, and how: what a token may stand over. */
export function namingOf(known: readonly KnownStatement[]): Claims['naming'] {
  const naming = new Map<string, { keys: Set<string>; spellings: Set<string> }>();
  for (const { statement, names, spellings } of known)
    for (const uri of names) {
      const entry = naming.get(uri) ?? { keys: new Set(), spellings: new Set([uri]) };
      naming.set(uri, entry);
      entry.keys.add(statement.key);
      for (const text of spellings.get(uri) ?? []) entry.spellings.add(text);
    }
  return naming;
}

/** Claims of one account that count for the subject. Expired statements show nothing, ended keys neither. */
export interface AccountClaims {
  readonly shown: readonly Shown[];
  /** A token of a key not seen: it counts as silence. */
  readonly unknownToken: boolean;
  readonly showsEnded: boolean;
}

export function claimsOf(view: AccountView, claims: Claims): AccountClaims {
  const shown: Shown[] = [];
  let [unknownToken, showsEnded] = [false, false];
  const uri = view.vertex.uri;
  for (const { statement, via, strength, hostWide } of view.statements) {
    if (statement.sub !== claims.subject) continue;
    const known = claims.byDigest.get(statement.digest);
    const namedByIt = known?.names.has(uri) ?? false;
    // A document of a host where users own paths says nothing for an account that it does not name (profile 2.1).
    if (hostWide && !namedByIt) continue;
    const lineage = claims.lineageOf.get(statement.key);
    if (claims.ended.has(statement.key)) showsEnded = true;
    else if (lineage && !statement.expired) {
      const current = lineage.leading?.statement.digest === statement.digest;
      const { key, digest } = statement;
      const equivocal = known?.equivocal ?? false;
      shown.push({ lineage, via, strength, hostWide, current, namedByIt, equivocal, key, digest });
    }
  }
  const tokens = view.tokens.length > 0 ? tokenIndex(uri, claims) : new Map<string, string>();
  for (const { text, via, strength, hostWide } of view.tokens) {
    const key = tokens.get(text);
    const lineage = key === undefined ? undefined : claims.lineageOf.get(key);
    if (key === undefined || !lineage) unknownToken = true;
    else if (claims.ended.has(key)) showsEnded = true;
    else {
      const current = key === lineage.head;
      const namedByIt = claims.naming.get(uri)?.keys.has(key) ?? false;
      shown.push({
        lineage,
        via,
        strength,
        hostWide,
        current,
        namedByIt,
        equivocal: false,
        key,
        digest: null,
      });
    }
  }
  return { shown, unknownToken, showsEnded };
}

/** The tokens that would stand for this account, by text: over its canonical URI and the spellings in statements. */
function tokenIndex(uri: string, { naming, tokenKeys }: Claims): Map<string, string> {
  const named = naming.get(uri);
  const spellings = named?.spellings ?? new Set([uri]);
  const others = tokenKeys.filter((key) => !named?.keys.has(key)).slice(0, MAX_UNNAMED_KEYS);
  const index = new Map<string, string>();
  for (const key of others) for (const spelled of spellings) index.set(proofToken(key, spelled), key);
  const counting = new Set(tokenKeys);
  for (const key of named?.keys ?? [])
    if (counting.has(key)) for (const spelled of spellings) index.set(proofToken(key, spelled), key);
  return index;
}

/** The statement must name the account, and the account must show the key. One half never counts. */
export function supportOf(shown: readonly Shown[], uri: string): Support[] {
  const supports: Support[] = [];
  for (const { lineage, via, strength, current, namedByIt, equivocal } of shown) {
    const { leading } = lineage;
    if (!leading?.names.has(uri) || isRevoked(leading, uri) || !namedByIt || equivocal) continue;
    supports.push({ lineage, via, strength, current });
  }
  return supports;
}

/**
 * Lineages whose support counts. A lineage that only DNS without DNSSEC shows opens no contest (profile 2.4): where
 * another has better support it is left out, and of several such ones only the one shown most often stays.
 */
export function contestingLineages(supports: Graph['supports']): Set<Lineage> {
  const counts = new Map<Lineage, { full: number; all: number }>();
  for (const list of supports.values())
    for (const { lineage, strength } of list) {
      if (strength === 'unattributed') continue;
      const count = counts.get(lineage) ?? { full: 0, all: 0 };
      count.all += 1;
      if (strength === 'full') count.full += 1;
      counts.set(lineage, count);
    }
  const full = [...counts].filter(([, count]) => count.full > 0).map(([lineage]) => lineage);
  if (full.length > 0) return new Set(full);
  const best = [...counts].sort(([a, x], [b, y]) => y.all - x.all || (a.head < b.head ? -1 : 1))[0];
  return new Set(best ? [best[0]] : []);
}

export function isRevoked(k: KnownStatement, uri: string): boolean {
  return k.statement.revoked.includes(uri);
}
