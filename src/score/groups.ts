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
  /** Heads under which its showing was to be expected: the store saw it. `provider` is expected under all. */
  readonly seenFor: ReadonlySet<string>;
  /** Heads under which its silence means something; empty where it supports. */
  readonly missedBy: ReadonlySet<string>;
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
  for (const [name, members] of byName(units, unitNames(units)))
    groups.push(...groupOf(name, members, overrides));
  return groups;
}

/** Self-hosted operators are one group, except those with standing. */
function unitNames(units: readonly Unit[]): (unit: Unit) => string {
  const standing = new Set(units.filter((u) => u.standing).map((u) => u.operator));
  return (u) => (u.class !== 'selfHosted' || standing.has(u.operator) ? u.operator : SELF_HOSTED);
}

function inContest(units: readonly Unit[], overrides: Overrides): Group[] {
  const groups: Group[] = [];
  const standing = units.filter((u) => u.standing);
  for (const [name, members] of byName(standing, (u) => u.operator))
    groups.push(...groupOf(name, members, overrides));
  for (const [head, members] of newcomersByHead(units)) groups.push(newcomerGroup(head, members, overrides));
  groups.push(...quietGroups(units, overrides));
  return groups;
}

/** Accounts without standing that support a lineage, by its head. */
function newcomersByHead(units: readonly Unit[]): Map<string, Unit[]> {
  const settled = new Set<string>();
  for (const u of units) if (u.standing) for (const head of u.supports) settled.add(`${head} ${u.operator}`);
  const byHead = new Map<string, Unit[]>();
  for (const u of units) {
    if (u.standing) continue;
    for (const head of u.supports) {
      // At an operator that already weighs for this lineage one more account adds nothing: one operator weighs once.
      if (settled.has(`${head} ${u.operator}`)) continue;
      const members = byHead.get(head);
      if (members) members.push(u);
      else byHead.set(head, [u]);
    }
  }
  return new Map([...byHead].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Silence of places without standing that used to show a key weighs as it does without a contest: a rival must not make
 * it vanish. Places that were only ever named stop counting with all that is cheap.
 */
function quietGroups(units: readonly Unit[], overrides: Overrides): Group[] {
  const settled = new Set(units.filter((u) => u.standing).map((u) => u.operator));
  const nameOf = unitNames(units);
  const spoken = new Map<string, Set<string>>();
  for (const u of units) {
    if (u.supports.length === 0) continue;
    const heads = spoken.get(nameOf(u)) ?? new Set<string>();
    spoken.set(nameOf(u), heads);
    for (const head of u.supports) heads.add(head);
  }
  const quiet = units.filter(
    (u) => !u.standing && u.supports.length === 0 && u.seenFor.size > 0 && !settled.has(u.operator),
  );
  return [...byName(quiet, nameOf)].flatMap(([name, members]) =>
    // Where the same operator shows the very lineage that misses the silent account, it is not silent for it.
    groupOf(name, members, overrides, spoken.get(name)),
  );
}

function groupOf(
  name: string,
  members: readonly Unit[],
  overrides: Overrides,
  spoken: ReadonlySet<string> = new Set(),
): Group[] {
  const heads = new Set(members.flatMap((u) => u.supports));
  // Accounts of one operator that support different lineages cancel out.
  if (heads.size > 1) return [];
  const supports = [...heads][0] ?? null;
  const counted = supports === null ? members : members.filter((u) => u.supports.length > 0);
  const [first] = counted;
  if (!first) return [];
  const seenFor = new Set(counted.flatMap((u) => [...u.seenFor]));
  const missed = supports === null ? counted.flatMap((u) => [...u.namedBy, ...u.seenFor]) : [];
  return [
    {
      name,
      class: first.class,
      compromise: least(counted.map((u) => compromiseOf(u, overrides))),
      supports,
      seenFor,
      missedBy: new Set(missed.filter((head) => !spoken.has(head))),
      accounts: accountsOf(members),
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
      stated.length === members.length ? least(stated) : 0,
    ),
    supports: head,
    seenFor: new Set(members.flatMap((u) => (u.seenFor.has(head) ? [head] : []))),
    missedBy: new Set(),
    accounts: accountsOf(members),
    standing: false,
  };
}

function accountsOf(units: readonly Unit[]): string[] {
  return units.filter((u) => !u.pointer).map((u) => u.account);
}

/** The chance that this operator lies: the reader's own belief, else the table's. */
export function compromiseOf(unit: Unit, overrides: Overrides): number {
  const stated = overrides[unit.operator]?.compromise;
  if (stated === undefined) return PARAMETERS.compromise[unit.class];
  return Math.min(MAX_COMPROMISE, Math.max(MIN_COMPROMISE, stated));
}

function byName(units: readonly Unit[], nameOf: (unit: Unit) => string): Map<string, Unit[]> {
  const map = new Map<string, Unit[]>();
  for (const unit of units) {
    const name = nameOf(unit);
    const list = map.get(name);
    if (list) list.push(unit);
    else map.set(name, [unit]);
  }
  return new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((low, n) => Math.min(low, n), MAX_COMPROMISE);
}
