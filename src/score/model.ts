import type { Graph, Lineage } from '../graph/types.js';
import { type Group, groupUnits, type Overrides } from './groups.js';
import { DAY_MS, decibans, PARAMETERS } from './parameters.js';
import { type Unit, unitsOf } from './units.js';

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

/** Scoring section 3: likelihood of what was seen at one operator under a hypothesis. */
export function likelihood(group: Group, head: string | null): number {
  const { forges, deletes, leaves, missing } = PARAMETERS;
  const p = group.compromise;
  if (group.supports !== null) {
    if (head === null || group.supports !== head) return forges * p;
    const m = group.expectedFor(head) ? missing.expected : missing.never;
    return (1 - p) * (1 - m) + leaves * p;
  }
  if (head !== null && group.missedBy(head)) {
    const m = group.expectedFor(head) ? missing.expected : missing.never;
    return (1 - p) * m + deletes * p;
  }
  return 1 - forges * p;
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
  const units = unitsOf(graph);
  const groups = groupUnits(units, overrides);
  const priors = priorWeights(graph, units);
  const logs = [...priors].map(([hypothesis, priorDb]) => {
    const head = hypothesis?.head ?? null;
    return { hypothesis, priorDb, db: priorDb + sum(groups.map((g) => decibans(likelihood(g, head)))) };
  });
  const top = Math.max(...logs.map((l) => l.db));
  const total = sum(logs.map((l) => 10 ** ((l.db - top) / 10)));
  const weighed = logs
    .map((l) => ({ ...l, posterior: 10 ** ((l.db - top) / 10) / total }))
    .sort((a, b) => b.db - a.db || compareHeads(a.hypothesis, b.hypothesis));
  const leading = weighed.find((w) => w.hypothesis !== null && w.hypothesis.leading !== null) ?? null;
  const rival = weighed.find((w) => w !== leading) ?? null;
  const shares = new Map(
    groups.map((g) => [
      g,
      decibans(likelihood(g, leading?.hypothesis?.head ?? null)) -
        decibans(likelihood(g, rival?.hypothesis?.head ?? null)),
    ]),
  );
  return {
    units,
    groups,
    weighed: weighed.map(({ hypothesis, priorDb, posterior }) => ({ hypothesis, priorDb, posterior })),
    leading: leading?.hypothesis ?? null,
    rival: rival?.hypothesis ?? null,
    shares,
    priorDb: (leading?.priorDb ?? 0) - (rival?.priorDb ?? 0),
  };
}

/**
 * Weight 1 for "none" and 1 for each lineage that an account with standing supports; lineages shown by newcomers
 * only share one weight of 1, so that a thousand of them count as one. Without a contest the one lineage has 1.
 */
function priorWeights(graph: Graph, units: readonly Unit[]): Map<Hypothesis, number> {
  const supported = new Set(units.flatMap((u) => u.supports));
  const withStanding = new Set(units.filter((u) => u.standing).flatMap((u) => u.supports));
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
