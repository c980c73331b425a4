import { operatorNamed } from '../graph/history.js';
import { accountStates, type StateResult } from '../graph/states.js';
import type { Graph, Lineage } from '../graph/types.js';
import { type Anchor, anchorOf, shownByProvider } from './anchor.js';
import { type Discontinuity, discontinuityOf, type Succession } from './discontinuity.js';
import type { Group, Overrides } from './groups.js';
import { type Scored, weigh } from './model.js';
import { DAY_MS, PARAMETERS } from './parameters.js';
import { openingsAgainst, providerDb, supportersOf, takeoverThreshold } from './threshold.js';

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
  readonly succession?: Succession;
}

/** Graph → score, verdict, states: scoring sections 2 and 3. Pure. */
export function conclude(graph: Graph, options: ScoreOptions = {}): Conclusion {
  const overrides = canonicalOverrides(options.overrides ?? {});
  const scored = weigh(graph, overrides);
  const leading = scored.leading;
  const states = accountStates(graph, leading);
  const anchor = leading ? anchorOf(graph, leading) : null;
  const discontinuity = discontinuityOf(graph, leading, options.succession);
  const numbers = scoreOf(scored, anchor !== null);
  const unreadRivals = leading ? unreadRivalOperators(graph, leading) : [];
  const nothingRead = graph.views.every((v) => !isRead(v.outcome));
  const facts = {
    ...{ graph, scored, leading, states, anchor, discontinuity, unreadRivals, nothingRead },
    ...numbers,
  };
  return {
    ...facts,
    verdict: verdictOf(facts),
    operators: scored.groups.map((group) => ({ group, db: leading ? (scored.shares.get(group) ?? 0) : 0 })),
    independentOperators: independent(scored, leading),
    takeoverThreshold: leading ? threshold(graph, scored, leading, overrides) : null,
  };
}

/** A reader may name an operator by any of its hosts. */
function canonicalOverrides(overrides: Overrides): Overrides {
  const canonical = Object.entries(overrides).map(([name, belief]) => [operatorNamed(name), belief]);
  return { ...Object.fromEntries(canonical), ...overrides };
}

function threshold(graph: Graph, scored: Scored, leading: Lineage, overrides: Overrides): number | null {
  // Nobody shows it in a way that counts: nothing to take over.
  if (!scored.units.some((u) => u.supports.includes(leading.head))) return null;
  const supporters = supportersOf(scored.units, leading.head, overrides);
  const provider = providerDb(overrides[graph.subject.operator]?.compromise);
  return takeoverThreshold(supporters, openingsAgainst(graph, leading), provider);
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
  | 'graph'
  | 'scored'
  | 'leading'
  | 'states'
  | 'anchor'
  | 'discontinuity'
  | 'unreadRivals'
  | 'nothingRead'
  | 'score'
>;

function verdictOf(facts: Facts): Verdict {
  const { graph, scored, leading, anchor, discontinuity, score } = facts;
  if (facts.nothingRead) return 'weak';
  if (discontinuity || equivocationStands(graph, leading)) return 'conflicting';
  if (!leading) return verdictWithoutKey(facts);
  if ([...shownByProvider(graph)].some((lineage) => lineage !== leading)) return 'conflicting';
  const contested = new Set(scored.units.flatMap((u) => u.supports)).size > 1;
  if (contested && score < PARAMETERS.consistentScore) return 'conflicting';
  const enough = independent(scored, leading) >= PARAMETERS.consistentOperators;
  if (score >= PARAMETERS.consistentScore && anchor !== null && enough && facts.unreadRivals.length === 0)
    return 'consistent';
  return 'weak';
}

/**
 * An equivocation by the key that leads, that the provider shows, or that this store knows; where nothing leads, by any.
 * Anybody can sign two statements with a key of his own: on one account taken over they must not weigh more than one.
 */
function equivocationStands(graph: Graph, leading: Lineage | null): boolean {
  const atProvider = new Set(graph.viewOf.get(graph.subject.uri)?.statements.map((s) => s.statement.key));
  return [...graph.equivocating].some(
    (key) =>
      leading === null ||
      leading.keys.includes(key) ||
      atProvider.has(key) ||
      graph.history.some((entry) => entry.key === key),
  );
}

/**
 * `none` needs that everything that matters was read: all that was asked, given, or remembered. A statement past its
 * `exp` is not valid; that it is not absent either, its account's state and an alert tell.
 */
function verdictWithoutKey({ graph }: Facts): Verdict {
  const allRead = graph.views.every((v) => isRead(v.outcome));
  const found = graph.known.some((k) => !k.remembered && !k.statement.expired);
  return allRead && !found ? 'none' : 'weak';
}

function isRead(outcome: string): boolean {
  return outcome === 'read' || outcome === 'absent';
}

/**
 * If another lineage was `consistent` before, an outage must not help a takeover: every operator that supported that one
 * within 30 days has to be readable.
 */
function unreadRivalOperators(graph: Graph, leading: Lineage): string[] {
  const recent = graph.now.getTime() - PARAMETERS.standingDays * DAY_MS;
  const operators = new Set<string>();
  const told = new Set<string>();
  for (const [uri, supports] of graph.remembered) {
    const view = graph.viewOf.get(uri);
    const rivals = supports.filter((s) => !leading.keys.includes(s.key));
    if (!view || rivals.length === 0) continue;
    for (const { key } of rivals) told.add(`${key} ${view.vertex.operator}`);
    if (rivals.some((s) => s.lastSeen >= recent) && !isRead(view.outcome))
      operators.add(view.vertex.operator);
  }
  const readable = new Set(graph.views.filter((v) => isRead(v.outcome)).map((v) => v.vertex.operator));
  for (const { key, lastSeen, operators: supporting } of graph.history) {
    if (leading.keys.includes(key) || Date.parse(lastSeen) < recent) continue;
    // Operators of which no account is remembered: one that answered for somebody of this subject will do.
    for (const operator of supporting ?? [])
      if (!told.has(`${key} ${operator}`) && !readable.has(operator)) operators.add(operator);
  }
  return [...operators].sort();
}
