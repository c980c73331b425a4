import { compromiseOf, type Overrides } from './groups.js';
import { decibans, type OperatorClass, PARAMETERS } from './parameters.js';
import type { Unit } from './units.js';

/** An operator all of whose counted accounts support one lineage, self-hosted ones singly. */
export interface Supporter {
  readonly operator: string;
  readonly class: OperatorClass;
  readonly compromise: number;
}

/** Today's supporters of a lineage, one entry an operator. One that shows a rival too supports nobody. */
export function supportersOf(units: readonly Unit[], head: string, overrides: Overrides): Supporter[] {
  const byOperator = new Map<string, Unit[]>();
  for (const u of units)
    if (u.supports.length > 0) byOperator.set(u.operator, [...(byOperator.get(u.operator) ?? []), u]);
  return [...byOperator]
    .filter(([, list]) => list.every((u) => u.supports.length === 1 && u.supports[0] === head))
    .map(([operator, list]) => {
      const first = list[0] as Unit;
      return { operator, class: first.class, compromise: compromiseOf(first, overrides) };
    })
    .sort((a, b) => (a.operator < b.operator ? -1 : 1));
}

/**
 * The smallest number of operators whose answers an attacker has to replace, all at once, for this procedure to call a
 * key of his `consistent`; null where nobody supports a key. Today's supporters stand as accounts with standing, no
 * history is assumed, newcomers are free to him.
 *
 * Exact at any size: the provider has to be among them (his key must be anchored). Forging dominates deleting, rolling
 * back and silencing for every operator held, since it takes a share from her and gives the same one to him; so the odds
 * depend on the sum of the shares held alone, and the heaviest operators are the best choice.
 */
export function takeoverThreshold(
  supporters: readonly Supporter[],
  providerCompromise: number,
): number | null {
  if (supporters.length === 0) return null;
  const others = supporters
    .filter((s) => s.class !== 'provider')
    .map((s) => shareDb(s.class, s.compromise))
    .sort((a, b) => b - a);
  const fixed =
    shareDb('provider', providerCompromise) + shareDb('selfHosted', PARAMETERS.compromise.selfHosted);
  for (let held = 0; held < others.length; held += 1) {
    const mine = fixed + sum(others.slice(0, held));
    const odds = 10 ** (-mine / 10) + 10 ** (-(mine - sum(others.slice(held))) / 10);
    if (1 / (1 + odds) >= PARAMETERS.consistentScore) return held + 1;
  }
  // Nobody is left to contradict him: without a contest his free accounts on platforms count one by one.
  return others.length + 1;
}

/** What showing a key weighs for it against any rival, in decibans (no history). */
function shareDb(operatorClass: OperatorClass, p: number): number {
  const { forges, leaves, missing } = PARAMETERS;
  const m = operatorClass === 'provider' ? missing.expected : missing.never;
  return decibans(((1 - p) * (1 - m) + leaves * p) / (forges * p));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
