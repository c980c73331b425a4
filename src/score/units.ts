import { type StateResult, stateOf } from '../graph/states.js';
import type { AccountState, AccountView, Graph, Lineage, Support } from '../graph/types.js';
import { operatorOf } from '../services/index.js';
import type { OperatorClass } from './parameters.js';
import { hasStanding, seenSupporting } from './standing.js';

/** What one account, or what a pointer of it reached at another operator, shows: the atoms of the score. */
export interface Unit {
  readonly account: string;
  /** What stands elsewhere and was reached through the account: it weighs there, and not for the account. */
  readonly pointer: boolean;
  readonly operator: string;
  readonly class: OperatorClass;
  /** Heads of lineages; none: it is silent. */
  readonly supports: readonly string[];
  /** Heads of lineages whose leading statement names the account. */
  readonly namedBy: ReadonlySet<string>;
  /** Heads of lineages that the store saw it support. */
  readonly seenFor: ReadonlySet<string>;
  readonly standing: boolean;
}

/** States that count as silence (profile section 4, last column). */
const SILENCE: ReadonlySet<AccountState> = new Set(['foreign', 'invalid', 're-registered', 'one-way']);

/** Accounts that show a key. Those that were not read, or whose claim counts for nothing, give no unit. */
export function supportUnits(graph: Graph): Unit[] {
  const selfHosted = new Map(graph.views.map(({ vertex }) => [vertex.operator, vertex.selfHosted]));
  const units: Unit[] = [];
  for (const view of graph.views) {
    const supports = (graph.supports.get(view.vertex.uri) ?? []).filter(
      (s) => s.strength !== 'unattributed' && graph.contesting.has(s.lineage),
    );
    const own = headsOf(supports.filter((s) => s.via === null));
    if (own.length > 0) units.push(unit(graph, view, own));
    for (const operator of new Set(supports.flatMap((s) => s.via ?? []))) {
      const heads = headsOf(supports.filter((s) => s.via === operator));
      const cheap = selfHosted.get(operator) ?? operatorOf(operator).selfHosted;
      units.push(pointerUnit(view, operator, classOf(graph, operator, cheap), heads));
    }
  }
  return units;
}

/**
 * Accounts whose silence counts if this lineage leads: it names them, or the store saw them support somebody. What only
 * others name is nothing (profile section 4, `silent`): a stranger who names accounts changes nobody's score.
 */
export function silentUnits(graph: Graph, leading: Lineage | null): Unit[] {
  const uris = new Set([...(leading?.leading?.names ?? []), ...graph.remembered.keys()]);
  const revoked = revocations(graph);
  return [...uris].sort().flatMap((uri) => {
    const view = graph.viewOf.get(uri);
    return view && isSilent(graph, view, stateOf(graph, view, leading))
      ? [silentUnit(graph, view, revoked)]
      : [];
  });
}

function isSilent(graph: Graph, view: AccountView, { state }: StateResult): boolean {
  const { uri } = view.vertex;
  if (view.outcome !== 'read' && view.outcome !== 'absent') return false;
  const seen = graph.remembered.has(uri);
  // A provider never seen supporting says nothing by its silence: most do not take part yet.
  if (uri === graph.subject.uri && !seen) return false;
  return SILENCE.has(state) || (state === 'silent' && seen);
}

function headsOf(supports: readonly Support[]): string[] {
  return [...new Set(supports.map((s) => s.lineage.head))].sort();
}

function unit(graph: Graph, view: AccountView, supports: readonly string[]): Unit {
  const { uri, operator, selfHosted } = view.vertex;
  return {
    account: uri,
    pointer: false,
    operator,
    class: classOf(graph, operator, selfHosted),
    supports,
    namedBy: new Set((graph.namedBy.get(uri) ?? []).map((lineage) => lineage.head)),
    seenFor: seenSupporting(graph, uri),
    standing: hasStanding(graph, view),
  };
}

/** Heads of the lineages whose leading statement lists an account under `revoked`, by its canonical URI. */
function revocations({ lineages }: Graph): Map<string, Set<string>> {
  const byUri = new Map<string, Set<string>>();
  for (const { leading, head } of lineages)
    for (const uri of leading?.statement.revoked ?? [])
      byUri.set(uri, (byUri.get(uri) ?? new Set()).add(head));
  return byUri;
}

/** Silence is what a lineage that revoked the account asked for: nothing under it, whoever leads. */
function silentUnit(graph: Graph, view: AccountView, revoked: ReadonlyMap<string, Set<string>>): Unit {
  const silent = unit(graph, view, []);
  const excluded = revoked.get(silent.account);
  if (!excluded) return silent;
  const kept = (heads: ReadonlySet<string>) => new Set([...heads].filter((head) => !excluded.has(head)));
  return { ...silent, namedBy: kept(silent.namedBy), seenFor: kept(silent.seenFor) };
}

/** What a link, a URL or `statement=` reached is evidence of the operator that served it (profile section 2). */
function pointerUnit(
  view: AccountView,
  operator: string,
  operatorClass: OperatorClass,
  supports: readonly string[],
): Unit {
  return {
    account: view.vertex.uri,
    pointer: true,
    operator,
    class: operatorClass,
    supports,
    namedBy: new Set(supports),
    seenFor: new Set(),
    standing: false,
  };
}

function classOf(graph: Graph, operator: string, selfHosted: boolean): OperatorClass {
  if (operator === graph.subject.operator) return 'provider';
  return selfHosted ? 'selfHosted' : 'platform';
}
