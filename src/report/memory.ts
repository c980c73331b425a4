import { z } from 'zod';
import type { Evidence, HistoryKey, HistorySupport } from '../evidence/types.js';
import type { AccountView, Graph, Lineage } from '../graph/types.js';
import { isSoleSuccessor } from '../score/discontinuity.js';
import { DAY_MS, PARAMETERS } from '../score/parameters.js';
import type { Conclusion } from '../score/verdict.js';

/** What a store remembers of a subject from one verification to the next: derived from evidence, and rebuilt from it. */
export interface Memory {
  readonly history: readonly HistoryKey[];
  readonly succession?: { readonly key: string; readonly since: string };
}

/** Keys that were ever `consistent`; somebody with more changes than this has other problems. */
const MAX_KEYS = 64;
/** Accounts remembered for a key: what the crawl reads at most, twice. */
const MAX_SUPPORTS = 512;
/** Statements kept for a key: the leading one, and those that tie it to its neighbours in the lineage. */
const MAX_STATEMENTS = 8;

const memorySchema = z.object({
  history: z.array(z.looseObject({ key: z.string(), firstSeen: z.string(), lastSeen: z.string() })),
  succession: z.object({ key: z.string(), since: z.string() }).optional(),
});

export const EMPTY_MEMORY: Memory = { history: [] };

/** Memory as the store gave it; a shape that is not ours is a bug or a tampered store, and is refused. */
export function readMemory(value: unknown): Memory {
  if (value === null || value === undefined) return EMPTY_MEMORY;
  return memorySchema.parse(value) as Memory;
}

/** The evidence as a verification with this memory would have it. */
export function withMemory(evidence: Evidence, memory: Memory): Evidence {
  const { history: _history, succession: _succession, ...seen } = evidence;
  return {
    ...seen,
    history: memory.history,
    ...(memory.succession ? { succession: memory.succession } : {}),
  };
}

/**
 * Memory after one more verification. Only a `consistent` verdict makes history; a change of key that is not yet
 * accepted has its days counted. Pure: the same evidence in the same order gives the same memory.
 */
export function remember(memory: Memory, conclusion: Conclusion): Memory {
  if (conclusion.nothingRead) return memory;
  const history =
    conclusion.verdict === 'consistent' && conclusion.leading
      ? withConsistent(memory.history, conclusion, conclusion.leading)
      : withStatements(memory.history, conclusion);
  const succession = successionAfter(memory, conclusion);
  return { history, ...(succession ? { succession } : {}) };
}

/**
 * Whatever the verdict: of a key that was `consistent` before, the newest statement is kept while it leads, or a later
 * rollback to the one before would go unseen; and the statement that ends it, or whoever stole the key could have it
 * back as soon as the page that shows the end is gone.
 */
function withStatements(history: readonly HistoryKey[], conclusion: Conclusion): readonly HistoryKey[] {
  const { graph, leading } = conclusion;
  return history.map((entry) => {
    const lineage = graph.lineageOf.get(entry.key);
    const leads = lineage !== undefined && lineage === leading && lineage.head === entry.key;
    if (!lineage || !(leads || graph.endedKeys.has(entry.key))) return entry;
    const seq = leads ? { seq: Math.max(entry.seq ?? 0, lineage.leading?.statement.seq ?? 0) } : {};
    return { ...entry, ...seq, ...statementsOf(conclusion.graph, lineage, entry.key, entry) };
  });
}

function withConsistent(
  history: readonly HistoryKey[],
  conclusion: Conclusion,
  leading: Lineage,
): readonly HistoryKey[] {
  const now = conclusion.graph.now.toISOString();
  const before = history.find((entry) => entry.key === leading.head);
  const entry: HistoryKey = {
    key: leading.head,
    firstSeen: before?.firstSeen ?? now,
    lastSeen: now,
    operators: operatorsOf(conclusion, leading),
    seq: Math.max(before?.seq ?? 0, leading.leading?.statement.seq ?? 0),
    ...anchoredUntil(conclusion, before),
    ...statementsOf(conclusion.graph, leading, leading.head, before),
    supports: supportsOf(conclusion, leading, before),
  };
  const others = history
    .filter((h) => h.key !== leading.head)
    // A predecessor keeps what ties the lineage together, should its own statements vanish from the pages.
    .map((h) =>
      leading.keys.includes(h.key) ? { ...h, ...statementsOf(conclusion.graph, leading, h.key, h) } : h,
    );
  return [...others, entry]
    .sort((a, b) => Date.parse(b.lastSeen) - Date.parse(a.lastSeen) || (a.key < b.key ? -1 : 1))
    .slice(0, MAX_KEYS);
}

function operatorsOf(conclusion: Conclusion, leading: Lineage): string[] {
  const units = conclusion.scored.units.filter((u) => u.supports.includes(leading.head));
  return [...new Set(units.map((u) => u.operator))].sort();
}

function anchoredUntil(conclusion: Conclusion, before: HistoryKey | undefined): { anchoredUntil?: string } {
  if (conclusion.anchor === 'provider') {
    const until = conclusion.graph.now.getTime() + PARAMETERS.anchorDays * DAY_MS;
    return { anchoredUntil: new Date(until).toISOString() };
  }
  return before?.anchoredUntil ? { anchoredUntil: before.anchoredUntil } : {};
}

function statementsOf(
  graph: Graph,
  lineage: Lineage,
  key: string,
  before: HistoryKey | undefined,
): Required<Pick<HistoryKey, 'statements' | 'shown'>> {
  const shown: Record<string, readonly string[]> = {};
  const texts: string[] = [];
  const own = lineage.statements.filter((k) => k.statement.key === key);
  // Newest first: the one a rollback would hide, then announcements and the first of a continuation.
  const kept = [...own].sort(
    (a, b) => b.statement.seq - a.statement.seq || (a.statement.digest < b.statement.digest ? -1 : 1),
  );
  for (const k of kept) {
    const ties = k.statement.next.length > 0 || k.statement.prev !== undefined || k.statement.endsKey;
    if (texts.length > 0 && !ties) continue;
    if (texts.length >= MAX_STATEMENTS) break;
    texts.push(k.statement.text);
    const today = [...k.shownAt].filter((operator) => k.atProvider || operator !== graph.subject.operator);
    const operators = new Set([...today, ...(before?.shown?.[k.statement.digest] ?? [])]);
    shown[k.statement.digest] = [...operators].sort();
  }
  return { statements: texts, shown };
}

function supportsOf(
  conclusion: Conclusion,
  leading: Lineage,
  before: HistoryKey | undefined,
): readonly HistorySupport[] {
  const now = conclusion.graph.now.toISOString();
  const kept = new Map((before?.supports ?? []).map((s) => [s.account, s]));
  for (const unit of conclusion.scored.units) {
    const view = conclusion.graph.viewOf.get(unit.account);
    if (!view || unit.pointer || !unit.supports.includes(leading.head)) continue;
    kept.set(unit.account, supportNow(view, kept.get(unit.account), now));
  }
  return [...kept.values()]
    .sort((a, b) => Date.parse(b.lastSeen) - Date.parse(a.lastSeen) || (a.account < b.account ? -1 : 1))
    .slice(0, MAX_SUPPORTS);
}

function supportNow(view: AccountView, before: HistorySupport | undefined, now: string): HistorySupport {
  const accountId = view.accountIds[0] ?? before?.accountId;
  // An account made anew starts anew: its standing was the former holder's.
  const sameAccount = before?.accountId === undefined || accountId === before.accountId;
  return {
    account: view.vertex.uri,
    firstSeen: before && sameAccount ? before.firstSeen : now,
    lastSeen: now,
    ...(accountId !== undefined ? { accountId } : {}),
  };
}

/** Since when the provider and every readable account with standing have shown the new key alone. */
function successionAfter(memory: Memory, conclusion: Conclusion): Memory['succession'] {
  const { graph, discontinuity } = conclusion;
  if (!discontinuity) return undefined;
  const lineage = graph.lineageOf.get(discontinuity.key);
  const provider = graph.viewOf.get(graph.subject.uri);
  const readable = provider !== undefined && (provider.outcome === 'read' || provider.outcome === 'absent');
  // An outage neither counts a day nor starts the count anew.
  if (!readable) return memory.succession;
  if (!lineage || !isSoleSuccessor(graph, lineage)) return undefined;
  if (memory.succession && lineage.keys.includes(memory.succession.key)) return memory.succession;
  return { key: lineage.head, since: graph.now.toISOString() };
}
