import type { Graph, Lineage } from '../graph/types.js';
import { type Group, groupUnits, type Overrides } from './groups.js';
import { DAY_MS, decibans, PARAMETERS } from './parameters.js';
import { silentUnits, supportUnits, type Unit } from './units.js';

/** null is the hypothesis that none of the keys is the user's. */
export type Hypothesis = Lineage | null;

export interface Weighed {
  readonly hypothesis: Hypothesis;
  /** Prior times continuity, in decibans against a weight of 1. */
  readonly priorDb: number;
  readonly posterior: number;
}

export interface Scored {
  readonly units: readonly Unit[];
  readonly groups: readonly Group[];
  /** Highest posterior first; ties by the head's thumbprint. */
  readonly weighed: readonly Weighed[];
  /** The lineage that leads, or null. */
  readonly leading: Lineage | null;
  /** Its strongest rival. */
  readonly rival: Hypothesis;
  /** Each group's log-likelihood ratio between the leading lineage and its strongest rival, in decibans. */
  readonly shares: ReadonlyMap<Group, number>;
  /** Prior part of the same ratio, without the missing anchor's. */
  readonly priorDb: number;
}

/** Scoring section 3: likelihood of what was seen at one operator under a hypothesis (null: "none"). */
export function likelihood(group: Group, head: string | null): number {
  const { forges, deletes, leaves, missing } = PARAMETERS;
  const p = group.compromise;
  const expected = group.class === 'provider' || (head !== null && group.seenFor.has(head));
  const m = expected ? missing.expected : missing.never;
  if (group.supports !== null) {
    return head === null || group.supports !== head ? forges * p : (1 - p) * (1 - m) + leaves * p;
  }
  return head !== null && group.missedBy.has(head) ? (1 - p) * m + deletes * p : 1 - forges * p;
}

/** 3 dB for each doubling of (1 + days/7) over which the store saw it `consistent`, 20 dB at most. */
export function continuityDb(lineage: Lineage): number {
  const { perDoublingDb, weekDays, maxDb, minDays } = PARAMETERS.continuity;
  if (lineage.history.length === 0) return 0;
  const first = Math.min(...lineage.history.map((h) => Date.parse(h.firstSeen)));
  const last = Math.max(...lineage.history.map((h) => Date.parse(h.lastSeen)));
  const days = (last - first) / DAY_MS;
  if (!(days >= minDays)) return 0;
  return Math.min(maxDb, perDoublingDb * Math.log2(1 + days / weekDays));
}

/** The posterior over lineages and "none", and how the operators share the odds between the first two. */
export function weigh(graph: Graph, overrides: Overrides): Scored {
  const showing = supportUnits(graph);
  const priors = priorWeights(graph, showing);
  // Whose silence counts depends on who leads. Who leads is found from what is shown, and from who used to show it:
  // were the silence of named accounts counted too, a stranger's key would lead as soon as she names three empty ones.
  const all = [...showing, ...silentUnits(graph, null)];
  const leading = leadingOf(posteriors(groupUnits(all, overrides), priors));
  const units = [...showing, ...silentUnits(graph, leading?.hypothesis ?? null)];
  const groups = groupUnits(units, overrides);
  return scored(units, groups, posteriors(groups, priors), leading?.hypothesis ?? null);
}

function leadingOf(weighed: readonly Weighed[]): Weighed | undefined {
  return weighed.find((w) => w.hypothesis !== null && w.hypothesis.leading !== null);
}

function scored(
  units: readonly Unit[],
  groups: readonly Group[],
  weighed: readonly Weighed[],
  leading: Lineage | null,
): Scored {
  const own = weighed.find((w) => w.hypothesis === leading);
  const rival = weighed.find((w) => w.hypothesis !== leading);
  const [head, other] = [leading?.head ?? null, rival?.hypothesis?.head ?? null];
  const share = (g: Group) => decibans(likelihood(g, head)) - decibans(likelihood(g, other));
  return {
    units,
    groups,
    weighed,
    leading,
    rival: rival?.hypothesis ?? null,
    shares: new Map(groups.map((g) => [g, share(g)])),
    priorDb: (own?.priorDb ?? 0) - (rival?.priorDb ?? 0),
  };
}

/** Highest first. A group tells most lineages nothing but "not this one": only the others are reckoned one by one. */
function posteriors(groups: readonly Group[], priors: ReadonlyMap<Hypothesis, number>): Weighed[] {
  const gained = new Map<string, number>();
  for (const g of groups) {
    const other = decibans(likelihood(g, null));
    for (const head of g.supports === null ? g.missedBy : [g.supports])
      gained.set(head, (gained.get(head) ?? 0) + decibans(likelihood(g, head)) - other);
  }
  // What all hypotheses have in common cancels out: "none" stands at its prior.
  const logs = [...priors].map(([hypothesis, priorDb]) => ({
    hypothesis,
    priorDb,
    db: priorDb + (hypothesis === null ? 0 : (gained.get(hypothesis.head) ?? 0)),
  }));
  const top = logs.reduce((most, l) => Math.max(most, l.db), Number.NEGATIVE_INFINITY);
  const total = sum(logs.map((l) => 10 ** ((l.db - top) / 10)));
  return logs
    .sort((a, b) => b.db - a.db || compareHeads(a.hypothesis, b.hypothesis))
    .map(({ hypothesis, priorDb, db }) => ({
      hypothesis,
      priorDb,
      posterior: 10 ** ((db - top) / 10) / total,
    }));
}

/**
 * Weight 1 for "none" and 1 for each lineage that an account with standing supports; lineages shown by newcomers
 * only share one weight of 1, so that a thousand of them count as one. Without a contest the one lineage has 1.
 */
function priorWeights(graph: Graph, units: readonly Unit[]): Map<Hypothesis, number> {
  const supported = new Set(units.flatMap((u) => u.supports));
  // A place that shows several keys at once supports none of them: its thousand keys share one weight as well.
  const withStanding = new Set(
    units.filter((u) => u.standing && u.supports.length === 1).flatMap((u) => u.supports),
  );
  // Nothing supports any: those with a statement of today share the weight, so that one may still be named.
  const candidates = graph.lineages.filter((l) =>
    supported.size > 0 ? supported.has(l.head) : l.leading !== null && !l.leading.remembered,
  );
  const sharing = candidates.filter((l) => !withStanding.has(l.head)).length;
  const weights = new Map<Hypothesis, number>([[null, 0]]);
  for (const lineage of candidates) {
    const weight = withStanding.has(lineage.head) ? 1 : 1 / sharing;
    weights.set(lineage, decibans(weight) + continuityDb(lineage));
  }
  return weights;
}

function compareHeads(a: Hypothesis, b: Hypothesis): number {
  if (a === null || b === null) return a === null ? 1 : -1;
  return a.head < b.head ? -1 : 1;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
