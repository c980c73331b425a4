import type { HistoryKey } from '../evidence/types.js';
import { compare } from './collect.js';
import type { KnownStatement, Lineage } from './types.js';

export interface LineageResult {
  readonly lineages: readonly Lineage[];
  readonly equivocating: ReadonlySet<string>;
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
  providerOperator: string,
): LineageResult {
  const byKey = new Map<string, KnownStatement[]>();
  for (const k of known) byKey.set(k.statement.key, [...(byKey.get(k.statement.key) ?? []), k]);
  const ended = new Set(known.filter((k) => k.statement.endsKey).map((k) => k.statement.key));
  const equivocating = new Set([...byKey].filter(([, list]) => sameSeq(list).size > 0).map(([key]) => key));

  const successor = new Map<string, string>();
  for (const key of [...byKey.keys()].sort(compare)) {
    const heirs = heirsOf(key, byKey, history, providerOperator, ended);
    // The first continuation seen stands; of two that are both new nobody can say which is hers.
    const remembered = heirs.filter((heir) => history.some((entry) => entry.key === heir));
    if (heirs.length > 1) equivocating.add(key);
    const heir = heirs.length === 1 ? heirs[0] : remembered.length === 1 ? remembered[0] : undefined;
    if (heir !== undefined) successor.set(key, heir);
  }
  return { lineages: chains(byKey, successor, history, ended), equivocating, ended };
}

/** Seqs of which two different statements are valid today: neither leads. */
function sameSeq(list: readonly KnownStatement[]): Set<number> {
  const digests = new Map<number, Set<string>>();
  for (const { statement } of list) {
    if (statement.expired) continue;
    digests.set(statement.seq, (digests.get(statement.seq) ?? new Set()).add(statement.digest));
  }
  return new Set([...digests].filter(([, set]) => set.size > 1).map(([seq]) => seq));
}

function heirsOf(
  key: string,
  byKey: ReadonlyMap<string, readonly KnownStatement[]>,
  history: readonly HistoryKey[],
  providerOperator: string,
  ended: ReadonlySet<string>,
): string[] {
  const heirs = new Set<string>();
  for (const announcement of byKey.get(key) ?? []) {
    if (!wellShown(announcement, history, providerOperator)) continue;
    for (const next of announcement.statement.next) {
      if (next === key) continue;
      // Whoever stole a key that was ended can still sign announcements: only the ending one, or what the store held before, counts.
      const before = history.some((entry) => entry.key === next);
      if (ended.has(key) && !announcement.statement.endsKey && !before) continue;
      const first = [...(byKey.get(next) ?? [])].sort(bySeq)[0];
      if (first?.statement.prev === announcement.statement.digest) heirs.add(next);
    }
  }
  return [...heirs].sort(compare);
}

/** Shown by the provider and by at least one other operator, now or in the store. */
function wellShown(k: KnownStatement, history: readonly HistoryKey[], providerOperator: string): boolean {
  const operators = new Set(k.shownAt);
  const remembered = new Set<string>();
  for (const entry of history) {
    if (entry.key !== k.statement.key) continue;
    if (entry.shown) for (const operator of entry.shown[k.statement.digest] ?? []) remembered.add(operator);
    // An entry that does not tell which operator showed which statement: its operators showed those it keeps.
    else if (k.remembered || entry.statements?.includes(k.statement.text))
      for (const operator of entry.operators ?? []) remembered.add(operator);
  }
  for (const operator of remembered) operators.add(operator);
  return (k.atProvider || remembered.has(providerOperator)) && operators.size >= 2;
}

function bySeq(a: KnownStatement, b: KnownStatement): number {
  return (
    a.statement.seq - b.statement.seq ||
    a.statement.iat - b.statement.iat ||
    compare(b.statement.digest, a.statement.digest)
  );
}

/** Walks each chain of successions from its oldest key; a ring (two keys announcing each other) stays apart. */
function chains(
  byKey: ReadonlyMap<string, readonly KnownStatement[]>,
  successor: ReadonlyMap<string, string>,
  history: readonly HistoryKey[],
  ended: ReadonlySet<string>,
): Lineage[] {
  const heirs = new Set(successor.values());
  const placed = new Set<string>();
  const lineages: Lineage[] = [];
  const keys = [...byKey.keys()].sort(compare);
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
    if (chain.length > 0) lineages.push(lineage(chain, byKey, history, ended));
  };
  for (const key of keys) if (!heirs.has(key)) walk(key, true);
  for (const key of keys) walk(key, false);
  return lineages.sort((a, b) => compare(a.head, b.head));
}

function lineage(
  keys: readonly string[],
  byKey: ReadonlyMap<string, readonly KnownStatement[]>,
  history: readonly HistoryKey[],
  ended: ReadonlySet<string>,
): Lineage {
  const head = keys.at(-1) as string;
  const own = byKey.get(head) ?? [];
  const equivocated = sameSeq(own);
  const candidates = own.filter((k) => !k.statement.expired && !equivocated.has(k.statement.seq)).sort(bySeq);
  const leading = candidates.at(-1) ?? null;
  const foundToday = own.filter((k) => !k.remembered);
  const highestToday = Math.max(...foundToday.map((k) => k.statement.seq), Number.NEGATIVE_INFINITY);
  const entries = history.filter((entry) => keys.includes(entry.key));
  const rememberedSeq = rememberedHighest(head, own, entries);
  return {
    keys,
    head,
    ended: ended.has(head),
    leading: ended.has(head) ? null : leading,
    statements: keys.flatMap((key) => byKey.get(key) ?? []),
    rolledBack: foundToday.length > 0 && rememberedSeq > highestToday,
    history: entries,
  };
}

/** The highest seq of the head that the store holds and that is not known to be past its `exp`. */
function rememberedHighest(
  head: string,
  own: readonly KnownStatement[],
  entries: readonly HistoryKey[],
): number {
  const entry = entries.find((e) => e.key === head);
  if (!entry) return Number.NEGATIVE_INFINITY;
  const expired = new Set(own.filter((k) => k.statement.expired).map((k) => k.statement.seq));
  const remembered = own.filter((k) => k.remembered && !k.statement.expired).map((k) => k.statement.seq);
  if (entry.seq !== undefined && !expired.has(entry.seq)) remembered.push(entry.seq);
  return Math.max(...remembered, Number.NEGATIVE_INFINITY);
}
