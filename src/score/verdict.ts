import { accountStates, type StateResult } from '../graph/states.js';
import type { AccountState, AccountView, Graph, Lineage } from '../graph/types.js';
import { type Anchor, anchorOf, shownByProvider } from './anchor.js';
import { type Discontinuity, discontinuityOf } from './discontinuity.js';
import type { Group, Overrides } from './groups.js';
import { type Scored, weigh } from './model.js';
import { DAY_MS, PARAMETERS } from './parameters.js';
import { supportersOf, takeoverThreshold } from './threshold.js';

export type Verdict = 'consistent' | 'weak' | 'conflicting' | 'none';

export interface Conclusion {
  readonly graph: Graph;
  readonly scored: Scored;
  readonly leading: Lineage | null;
  readonly states: ReadonlyMap<string, StateResult>;
  readonly verdict: Verdict;
  readonly score: number;
  /** Decibans; `priorDb` and the shares of `operators` add up to it. */
  readonly evidenceDb: number;
  readonly priorDb: number;
  readonly anchor: Anchor;
  readonly operators: readonly { readonly group: Group; readonly db: number }[];
  readonly independentOperators: number;
  readonly takeoverThreshold: number | null;
  readonly discontinuity: Discontinuity | null;
  /** Operators that supported another lineage within 30 days and could not be read today. */
  readonly unreadRivals: readonly string[];
  /** Nothing at all could be read: no verdict is drawn from that. */
  readonly nothingRead: boolean;
}

export interface ScoreOptions {
  readonly overrides?: Overrides;
  readonly succession?: { readonly key: string; readonly since: string };
}

/** Graph → score, verdict, states: scoring sections 2 and 3. Pure. */
export function conclude(graph: Graph, options: ScoreOptions = {}): Conclusion {
  const overrides = options.overrides ?? {};
  const scored = weigh(graph, overrides);
  const leading = scored.leading;
  const states = accountStates(graph, leading);
  const anchor = leading ? anchorOf(graph, leading) : null;
  const discontinuity = discontinuityOf(graph, leading, options.succession);
  const numbers = scoreOf(scored, anchor !== null);
  const providerCompromise = overrides[graph.subject.operator]?.compromise ?? PARAMETERS.compromise.provider;
  const unreadRivals = leading ? unreadRivalOperators(graph, leading) : [];
  const facts = { graph, scored, leading, states, anchor, discontinuity, unreadRivals, ...numbers };
  return {
    ...facts,
    verdict: verdictOf(facts),
    operators: scored.groups.map((group) => ({ group, db: leading ? (scored.shares.get(group) ?? 0) : 0 })),
    independentOperators: independent(scored, leading),
    takeoverThreshold: leading
      ? takeoverThreshold(supportersOf(scored.units, leading.head, overrides), providerCompromise)
      : null,
    nothingRead: graph.views.every((v) => v.outcome === 'unreachable' || v.outcome === 'not-asked'),
  };
}

function scoreOf(scored: Scored, anchored: boolean): { score: number; evidenceDb: number; priorDb: number } {
  if (!scored.leading) return { score: 0, evidenceDb: 0, priorDb: 0 };
  const posterior = scored.weighed.find((w) => w.hypothesis === scored.leading)?.posterior ?? 0;
  const shares = [...scored.shares.values()].reduce((total, db) => total + db, 0);
  const evidence = scored.priorDb + shares;
  // The cut for a missing anchor is part of the prior, so that everything still adds up.
  const evidenceDb = anchored ? evidence : Math.min(0, evidence);
  const cap = anchored ? PARAMETERS.maxScore : PARAMETERS.maxUnanchoredScore;
  return { score: Math.min(cap, posterior), evidenceDb, priorDb: evidenceDb - shares };
}

function independent(scored: Scored, leading: Lineage | null): number {
  return leading ? scored.groups.filter((g) => g.supports === leading.head).length : 0;
}

type Facts = Pick<
  Conclusion,
  'graph' | 'scored' | 'leading' | 'states' | 'anchor' | 'discontinuity' | 'unreadRivals' | 'score'
>;

function verdictOf(facts: Facts): Verdict {
  const { graph, scored, leading, anchor, discontinuity, score } = facts;
  if (discontinuity || graph.equivocating.size > 0) return 'conflicting';
  if (!leading) return verdictWithoutKey(facts);
  if ([...shownByProvider(graph)].some((lineage) => lineage !== leading)) return 'conflicting';
  const contested = new Set(scored.units.flatMap((u) => u.supports)).size > 1;
  if (contested && score < PARAMETERS.consistentScore) return 'conflicting';
  const enough = independent(scored, leading) >= PARAMETERS.consistentOperators;
  if (score >= PARAMETERS.consistentScore && anchor !== null && enough && facts.unreadRivals.length === 0)
    return 'consistent';
  return 'weak';
}

function verdictWithoutKey({ graph, states }: Facts): Verdict {
  const matters = graph.views.filter(
    (v) => v.vertex.uri === graph.subject.uri || graph.given.has(v.vertex.uri),
  );
  const allRead = matters.every((v) => v.outcome === 'read' || v.outcome === 'absent');
  const valid = graph.lineages.some((l) => l.statements.some((k) => !k.remembered));
  const troubled: readonly AccountState[] = ['expired', 'unreachable'];
  const trouble = matters.some((v) => troubled.includes(states.get(v.vertex.uri)?.state ?? 'silent'));
  return allRead && !valid && !trouble ? 'none' : 'weak';
}

/**
 * If another lineage was `consistent` before, an outage must not help a takeover: every operator that supported that one
 * within 30 days has to be readable.
 */
function unreadRivalOperators(graph: Graph, leading: Lineage): string[] {
  const recent = graph.now.getTime() - PARAMETERS.standingDays * DAY_MS;
  const readable = (view: AccountView) => view.outcome === 'read' || view.outcome === 'absent';
  const operators = new Set<string>();
  for (const entry of graph.history) {
    if (leading.keys.includes(entry.key)) continue;
    for (const support of entry.supports ?? []) {
      const view = graph.views.find((v) => v.vertex.uri === support.account);
      if (Date.parse(support.lastSeen) >= recent && view && !readable(view))
        operators.add(view.vertex.operator);
    }
    if (entry.supports || Date.parse(entry.lastSeen) < recent) continue;
    for (const operator of entry.operators ?? [])
      if (!graph.views.some((v) => v.vertex.operator === operator && readable(v))) operators.add(operator);
  }
  return [...operators].sort();
}
