import { MAX_COMPROMISE, MIN_COMPROMISE, type OperatorClass, PARAMETERS } from './parameters.js';
import type { Unit } from './units.js';

/** What can be taken over as one: one factor of the likelihood. */
export interface Group {
  /** The operator's name, `self-hosted`, or `newcomers of <thumbprint URI>`. */
  readonly name: string;
  readonly class: OperatorClass;
  /** Chance that it lies today. */
  readonly compromise: number;
  /** Head of the lineage it supports, or null when it is silent. */
  readonly supports: string | null;
  /** Heads under which its showing was to be expected: the store saw it, or it is the provider. */
  readonly expectedFor: (head: string) => boolean;
  /** Heads under which its silence means something. */
  readonly missedBy: (head: string) => boolean;
  /** Accounts whose evidence it is. */
  readonly accounts: readonly string[];
  readonly standing: boolean;
}

export type Overrides = Readonly<Record<string, { readonly compromise: number }>>;

export const SELF_HOSTED = 'self-hosted';
export const newcomersOf = (head: string): string => `newcomers of ${head}`;

/** Scoring section 2: accounts by operator, all self-hosted ones as one, and in a contest the newcomers of each lineage as one. */
export function groupUnits(units: readonly Unit[], overrides: Overrides): Group[] {
  const heads = new Set(units.flatMap((u) => u.supports));
  return heads.size > 1 ? inContest(units, overrides) : withoutContest(units, overrides);
}

function withoutContest(units: readonly Unit[], overrides: Overrides): Group[] {
  const groups: Group[] = [];
  for (const [name, members] of byName(units, singleName)) groups.push(...groupOf(name, members, overrides));
  return groups;
}

/** Self-hosted operators are one group, except those with standing. */
function singleName(unit: Unit, members: readonly Unit[]): string {
  if (unit.class !== 'selfHosted') return unit.operator;
  return members.some((m) => m.operator === unit.operator && m.standing) ? unit.operator : SELF_HOSTED;
}

function inContest(units: readonly Unit[], overrides: Overrides): Group[] {
  const groups: Group[] = [];
  const standing = units.filter((u) => u.standing);
  // Head by operator: what accounts with standing there support; several heads cancel out.
  const settled = new Map<string, Set<string>>();
  for (const u of standing)
    if (u.supports.length > 0)
      settled.set(u.operator, new Set([...(settled.get(u.operator) ?? []), ...u.supports]));
  for (const [name, members] of byName(standing, (u) => u.operator))
    groups.push(...groupOf(name, members, overrides));

  const newcomers = units.filter((u) => !u.standing && u.supports.length > 0);
  for (const head of new Set(newcomers.flatMap((u) => u.supports))) {
    // Accounts at an operator that already weighs for this lineage add nothing: one operator weighs once.
    const members = newcomers.filter((u) => u.supports.includes(head) && !settled.get(u.operator)?.has(head));
    if (members.length > 0) groups.push(newcomerGroup(head, members, overrides));
  }
  // Silence of places without standing weighs as it does without a contest: a rival must not make it vanish.
  const settledNames = new Set(standing.map((u) => u.operator));
  const quiet = units.filter((u) => !u.standing && u.supports.length === 0 && !settledNames.has(u.operator));
  for (const [name, members] of byName(quiet, (u) => singleName(u, units))) {
    const spoken = new Set(units.filter((u) => singleName(u, units) === name).flatMap((u) => u.supports));
    // Where the same operator shows the very lineage that misses the silent account, it is not silent for it.
    groups.push(...groupOf(name, members, overrides, (head) => !spoken.has(head)));
  }
  return groups;
}

function groupOf(
  name: string,
  members: readonly Unit[],
  overrides: Overrides,
  missing: (head: string) => boolean = () => true,
): Group[] {
  const heads = new Set(members.flatMap((u) => u.supports));
  // Accounts of one operator that support different lineages cancel out.
  if (heads.size > 1) return [];
  const supports = [...heads][0] ?? null;
  const counted = supports === null ? members : members.filter((u) => u.supports.length > 0);
  const [first] = counted;
  if (!first) return [];
  return [
    {
      name,
      class: first.class,
      compromise: Math.min(...counted.map((u) => compromiseOf(u, overrides))),
      supports,
      expectedFor: (head) => first.class === 'provider' || counted.some((u) => u.seenFor.has(head)),
      missedBy: (head) => missing(head) && counted.some((u) => u.namedBy.has(head) || u.seenFor.has(head)),
      accounts: counted.map((u) => u.account),
      standing: counted.some((u) => u.standing),
    },
  ];
}

/** All newcomers of a lineage weigh together as one self-hosted operator, whatever platform they are on. */
function newcomerGroup(head: string, members: readonly Unit[], overrides: Overrides): Group {
  const stated = members.flatMap((u) => overrides[u.operator]?.compromise ?? []);
  return {
    name: newcomersOf(head),
    class: 'selfHosted',
    // A reader's trust in a platform is no trust in a free account there: an override can only lower it.
    compromise: Math.max(
      PARAMETERS.compromise.selfHosted,
      stated.length === members.length ? Math.min(...stated) : 0,
    ),
    supports: head,
    expectedFor: (h) => members.some((u) => u.seenFor.has(h)),
    missedBy: () => false,
    accounts: members.map((u) => u.account),
    standing: false,
  };
}

/** The chance that this operator lies: the reader's own belief, else the table's. */
export function compromiseOf(unit: Unit, overrides: Overrides): number {
  const stated = overrides[unit.operator]?.compromise;
  if (stated === undefined) return PARAMETERS.compromise[unit.class];
  return Math.min(MAX_COMPROMISE, Math.max(MIN_COMPROMISE, stated));
}

function byName(
  units: readonly Unit[],
  nameOf: (unit: Unit, all: readonly Unit[]) => string,
): Map<string, Unit[]> {
  const map = new Map<string, Unit[]>();
  for (const unit of units) {
    const name = nameOf(unit, units);
    const list = map.get(name);
    if (list) list.push(unit);
    else map.set(name, [unit]);
  }
  return new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}
