import type { HistoryKey } from '../evidence/types.js';
import type { KnownStatement, Lineage } from './types.js';
import { compare } from './vertex.js';

export interface LineageResult {
  readonly lineages: readonly Lineage[];
  /** Keys with two valid statements of one seq, or with two different continuations. */
  readonly equivocating: ReadonlySet<string>;
}

/** What the rules of succession look at. */
interface Facts {
  /** A key's statements, oldest first. */
  readonly byKey: ReadonlyMap<string, readonly KnownStatement[]>;
  readonly historyOf: ReadonlyMap<string, readonly HistoryKey[]>;
  readonly provider: string;
  readonly ended: ReadonlySet<string>;
}

/**
 * Keys of one subject and how they continue each other (profile section 1, "ending and changing keys").
 * A continuation needs both keys (`next` in the old one's statement, `prev` in the first of the new one's) and the
 * announcing statement at the provider and at one other operator, now or in the store.
 */
export function resolveLineages(
  known: readonly KnownStatement[],
  history: readonly HistoryKey[],
  provider: string,
  ended: ReadonlySet<string>,
): LineageResult {
  const byKey = grouped([...known].sort(byRank), (k) => k.statement.key);
  const facts: Facts = { byKey, historyOf: grouped(history, (entry) => entry.key), provider, ended };
  const equivocating = new Set(known.filter((k) => k.equivocal).map((k) => k.statement.key));
  const successor = new Map<string, string>();
  for (const key of byKey.keys()) {
    const heirs = heirsOf(key, facts);
    if (heirs.length > 1) equivocating.add(key);
    // The first continuation seen stands; of two that are both new nobody can say which is hers.
    const first = heirs.length > 1 ? heirs.filter((heir) => facts.historyOf.has(heir)) : heirs;
    if (first.length === 1) successor.set(key, first[0] as string);
  }
  return { lineages: chains(facts, successor), equivocating };
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** "The highest `seq` counts, then the later `iat`, then the smaller SHA-256 of the signing input" comes last. */
function byRank(a: KnownStatement, b: KnownStatement): number {
  return (
    a.statement.seq - b.statement.seq ||
    a.statement.iat - b.statement.iat ||
    compare(b.statement.digest, a.statement.digest)
  );
}

/** Keys that continue this one. The predecessor proves it even after its `exp`. */
function heirsOf(key: string, facts: Facts): string[] {
  const heirs = new Set<string>();
  for (const announcement of facts.byKey.get(key) ?? []) {
    const { next, digest, endsKey } = announcement.statement;
    if (next.length === 0 || !wellShown(announcement, facts)) continue;
    for (const heir of next) {
      if (heir === key || facts.byKey.get(heir)?.[0]?.statement.prev !== digest) continue;
      // Who stole a key that was ended can still sign announcements: only the ending one itself counts, or an heir
      // that the store held before.
      if (facts.ended.has(key) && !endsKey && !facts.historyOf.has(heir)) continue;
      heirs.add(heir);
    }
  }
  return [...heirs].sort(compare);
}

/** Shown by the provider and by at least one other operator, now or in the store. */
function wellShown(k: KnownStatement, { historyOf, provider }: Facts): boolean {
  const operators = new Set(k.shownAt);
  // Another account at the provider's is not the document with which it vouches.
  if (!k.atProvider) operators.delete(provider);
  for (const entry of historyOf.get(k.statement.key) ?? []) {
    // An entry that does not tell which operator showed which statement: its operators showed those it keeps.
    const showed = entry.shown ? entry.shown[k.statement.digest] : k.inHistory ? entry.operators : undefined;
    for (const operator of showed ?? []) operators.add(operator);
  }
  return operators.has(provider) && operators.size >= 2;
}

/** Walks each chain of successions from its oldest key; a ring (two keys announcing each other) stays apart. */
function chains(facts: Facts, successor: ReadonlyMap<string, string>): Lineage[] {
  const heirs = new Set(successor.values());
  const placed = new Set<string>();
  const lineages: Lineage[] = [];
  const keys = [...facts.byKey.keys()].sort(compare);
  const walk = (start: string, follow: boolean) => {
    const chain: string[] = [];
    for (
      let key: string | undefined = start;
      key !== undefined && !placed.has(key);
      key = follow ? successor.get(key) : undefined
    ) {
      placed.add(key);
      chain.push(key);
    }
    if (chain.length > 0) lineages.push(lineage(chain, facts));
  };
  for (const key of keys) if (!heirs.has(key)) walk(key, true);
  for (const key of keys) walk(key, false);
  return lineages.sort((a, b) => compare(a.head, b.head));
}

function lineage(keys: readonly string[], { byKey, historyOf, ended }: Facts): Lineage {
  const head = keys.at(-1) as string;
  const leading = (byKey.get(head) ?? []).filter((k) => !k.statement.expired && !k.equivocal).at(-1);
  const history = keys.flatMap((key) => historyOf.get(key) ?? []);
  const statements = keys.flatMap((key) => byKey.get(key) ?? []);
  return {
    keys,
    head,
    ended: ended.has(head),
    leading: ended.has(head) ? null : (leading ?? null),
    statements,
    firstNamed: firstNamed(statements),
    rolledBack: isRolledBack(keys, byKey, history),
    history,
  };
}

function firstNamed(statements: readonly KnownStatement[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const { names, statement } of statements)
    for (const uri of names) first.set(uri, Math.min(first.get(uri) ?? statement.iat, statement.iat));
  return first;
}

/** Something is found today, and all of it is older than an unexpired statement that the store has seen. */
function isRolledBack(
  keys: readonly string[],
  byKey: ReadonlyMap<string, readonly KnownStatement[]>,
  history: readonly HistoryKey[],
): boolean {
  // A successor's statements are newer than all of its predecessor's, whatever their seqs say.
  for (const key of [...keys].reverse()) {
    const own = byKey.get(key) ?? [];
    const expired = new Set(own.filter((k) => k.statement.expired).map((k) => k.statement.seq));
    const seen = own.filter((k) => k.inHistory && !k.statement.expired).map((k) => k.statement.seq);
    for (const { key: of, seq } of history)
      if (of === key && seq !== undefined && !expired.has(seq)) seen.push(seq);
    const today = own.filter((k) => !k.remembered).map((k) => k.statement.seq);
    const newest = maximum(seen);
    if (today.length > 0) return newest > maximum(today);
    if (newest > Number.NEGATIVE_INFINITY) return keys.some((k) => byKey.get(k)?.some((s) => !s.remembered));
  }
  return false;
}

function maximum(numbers: readonly number[]): number {
  return numbers.reduce((top, n) => Math.max(top, n), Number.NEGATIVE_INFINITY);
}
