import { accountStates, isReRegistered } from '../graph/states.js';
import type { AccountView, Graph, Lineage, Support } from '../graph/types.js';
import { operatorOf } from '../services/index.js';
import { DAY_MS, type OperatorClass, PARAMETERS } from './parameters.js';

/** What one account, or what a pointer of it reached at another operator, shows: the atoms of the score. */
export interface Unit {
  readonly account: string;
  readonly operator: string;
  readonly class: OperatorClass;
  /** By head of lineage. */
  readonly supports: readonly string[];
  /** Read, and nothing that counts was there. */
  readonly silent: boolean;
  /** Heads of lineages whose leading statement names the account. */
  readonly namedBy: ReadonlySet<string>;
  /** Heads of lineages that the store saw it support. */
  readonly seenFor: ReadonlySet<string>;
  readonly standing: boolean;
}

/** All units of a graph. Accounts that were not read, or whose claim counts for nothing, give none. */
export function unitsOf(graph: Graph): Unit[] {
  const contesting = contestants(graph);
  const silent = silentAccounts(graph, contesting);
  const units: Unit[] = [];
  for (const view of graph.views) {
    const supports = (graph.supports.get(view.vertex.uri) ?? []).filter(
      (s) => s.strength !== 'unattributed' && contesting.has(s.lineage.head),
    );
    const own = headsOf(supports.filter((s) => s.via === null));
    if (own.length > 0 || silent.has(view.vertex.uri)) units.push(unit(graph, view, own));
    for (const operator of new Set(supports.flatMap((s) => s.via ?? []))) {
      const heads = headsOf(supports.filter((s) => s.via === operator));
      units.push(pointerUnit(graph, view, operator, heads));
    }
  }
  return units;
}

function headsOf(supports: readonly Support[]): string[] {
  return [...new Set(supports.map((s) => s.lineage.head))].sort();
}

function unit(graph: Graph, view: AccountView, supports: readonly string[]): Unit {
  const { uri, operator, selfHosted } = view.vertex;
  const seenFor = new Set(graph.lineages.filter((l) => sawSupport(l, view)).map((l) => l.head));
  return {
    account: uri,
    operator,
    class: classOf(graph, operator, selfHosted),
    supports,
    silent: supports.length === 0,
    namedBy: new Set(graph.lineages.filter((l) => l.leading?.names.has(uri)).map((l) => l.head)),
    seenFor,
    standing: hasStanding(graph, view),
  };
}

/** What a link, a URL or `statement=` reached is evidence of the operator that served it (profile section 2). */
function pointerUnit(graph: Graph, view: AccountView, operator: string, supports: readonly string[]): Unit {
  const sibling = graph.views.find((v) => v.vertex.operator === operator);
  return {
    account: view.vertex.uri,
    operator,
    class: classOf(graph, operator, sibling ? sibling.vertex.selfHosted : operatorOf(operator).selfHosted),
    supports,
    silent: false,
    namedBy: new Set(supports),
    seenFor: new Set(),
    standing: false,
  };
}

function classOf(graph: Graph, operator: string, selfHosted: boolean): OperatorClass {
  if (operator === graph.subject.operator) return 'provider';
  return selfHosted ? 'selfHosted' : 'platform';
}

/**
 * Lineages whose support counts. A lineage that only DNS without DNSSEC shows opens no contest: where another
 * has better support it is left out, and of several such ones only the best shown stays.
 */
function contestants(graph: Graph): Set<string> {
  const counts = new Map<string, { full: number; all: number }>();
  for (const supports of graph.supports.values())
    for (const s of supports) {
      if (s.strength === 'unattributed') continue;
      const count = counts.get(s.lineage.head) ?? { full: 0, all: 0 };
      count.all += 1;
      if (s.strength === 'full') count.full += 1;
      counts.set(s.lineage.head, count);
    }
  const full = [...counts].filter(([, c]) => c.full > 0).map(([head]) => head);
  if (full.length > 0) return new Set(full);
  const best = [...counts].sort(([a, x], [b, y]) => y.all - x.all || (a < b ? -1 : 1))[0];
  return new Set(best ? [best[0]] : []);
}

/** Read, shows nothing that counts for anybody, and says nothing that speaks of a key of this subject either. */
function silentAccounts(graph: Graph, contesting: ReadonlySet<string>): Set<string> {
  const silent = new Set<string>();
  const perLineage = [null, ...graph.lineages.filter((l) => contesting.has(l.head))].map((lineage) =>
    accountStates(graph, lineage),
  );
  for (const view of graph.views) {
    const uri = view.vertex.uri;
    const states = perLineage.map((states) => states.get(uri)?.state);
    const counts = states.every(
      (s) => s === 'one-way' || s === 'silent' || s === 'foreign' || s === 'invalid' || s === 're-registered',
    );
    const looked = view.outcome === 'read' || view.outcome === 'absent';
    const provider = uri === graph.subject.uri;
    // A provider never seen supporting says nothing by its silence: most do not take part yet.
    if (counts && looked && !(provider && !graph.lineages.some((l) => sawSupport(l, view)))) silent.add(uri);
  }
  return silent;
}

/** The store saw this account support this lineage. */
export function sawSupport(lineage: Lineage, view: AccountView): boolean {
  return supportSpan(lineage, view) !== null;
}

/** First and last time, or null. An entry without `supports` stands for the accounts its key's statement names at its operators. */
function supportSpan(lineage: Lineage, view: AccountView): { first: number; last: number } | null {
  const spans: { first: number; last: number }[] = [];
  for (const entry of lineage.history) {
    if (entry.supports) {
      for (const s of entry.supports)
        if (s.account === view.vertex.uri)
          spans.push({ first: Date.parse(s.firstSeen), last: Date.parse(s.lastSeen) });
    } else if (
      entry.operators?.includes(view.vertex.operator) &&
      lineage.leading?.names.has(view.vertex.uri)
    ) {
      spans.push({ first: Date.parse(entry.firstSeen), last: Date.parse(entry.lastSeen) });
    }
  }
  if (spans.length === 0) return null;
  return { first: Math.min(...spans.map((s) => s.first)), last: Math.max(...spans.map((s) => s.last)) };
}

/** Scoring section 2, "Contest". A re-registered account has lost it. */
export function hasStanding(graph: Graph, view: AccountView): boolean {
  const { uri, selfHosted } = view.vertex;
  if (uri === graph.subject.uri) return true;
  if (graph.lineages.some((l) => isReRegistered(graph, view, l) !== null)) return false;
  if (graph.given.has(uri) && !selfHosted) return true;
  return graph.lineages.some((lineage) => {
    const span = supportSpan(lineage, view);
    return span !== null && span.last - span.first >= PARAMETERS.standingDays * DAY_MS;
  });
}
