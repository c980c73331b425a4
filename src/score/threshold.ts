import { isRevoked } from '../graph/supports.js';
import type { Graph, KnownStatement, Lineage, Shown } from '../graph/types.js';
import { compromiseOf, type Overrides } from './groups.js';
import { decibans, MAX_COMPROMISE, MIN_COMPROMISE, type OperatorClass, PARAMETERS } from './parameters.js';
import type { Unit } from './units.js';

/** An operator all of whose counted accounts support one lineage, self-hosted ones singly. */
export interface Supporter {
  readonly operator: string;
  /** What showing a key weighs there, in decibans. */
  readonly db: number;
}

/** One way to begin: which operators have to be held so that no statement newer than a certain one can be seen. */
export interface Opening {
  /** Operators held for that, beside the provider. */
  readonly held: ReadonlySet<string>;
  /** Operators whose accounts support her under what can still be seen. */
  readonly left: ReadonlySet<string>;
  /** Of these, the ones that can open a contest: not by DNS without DNSSEC alone. */
  readonly contesting: ReadonlySet<string>;
}

/**
 * The smallest number of operators whose answers an attacker has to replace, all at once, for this procedure to call a
 * key of his `consistent`; null where nobody supports a key. Today's supporters stand as accounts with standing, no
 * history is assumed, newcomers are free to him.
 *
 * The provider has to be among them (his key must be anchored). Forging dominates deleting, rolling back and silencing:
 * it takes a share from her and gives the same one to him. But a proof token says nothing once no statement of its key
 * can be seen, so holding the places of the statements silences all others at once: each such opening is tried. Within
 * one, of two operators in the same position the heavier is the better choice, so prefixes by weight are enough, and the
 * answer is exact at any size.
 */
export function takeoverThreshold(
  supporters: readonly Supporter[],
  openings: readonly Opening[],
  providerDb: number,
): number | null {
  if (supporters.length + openings.length === 0) return null;
  const fixed = providerDb + shareDb('selfHosted', PARAMETERS.compromise.selfHosted);
  return openings.reduce(
    (least, opening) => Math.min(least, operatorsFor(opening, supporters, fixed)),
    supporters.length + 1,
  );
}

/** The number of operators, the provider among them, that win from this opening. */
function operatorsFor(opening: Opening, supporters: readonly Supporter[], fixed: number): number {
  const { held, left, contesting } = opening;
  const weights = (which: (s: Supporter) => boolean) =>
    supporters
      .filter((s) => which(s))
      .map((s) => s.db)
      .sort((a, b) => b - a);
  const start = fixed + sum(weights((s) => held.has(s.operator)));
  const hers = weights((s) => !held.has(s.operator) && left.has(s.operator));
  const mute = weights((s) => !held.has(s.operator) && !left.has(s.operator));
  // With nobody left to open a contest his free accounts on platforms count one by one.
  const most = supporters.filter((s) => !held.has(s.operator) && contesting.has(s.operator)).length;
  for (let more = 0; more < most; more += 1)
    for (let taken = Math.max(0, more - mute.length); taken <= Math.min(more, hers.length); taken += 1) {
      const mine = start + sum(hers.slice(0, taken)) + sum(mute.slice(0, more - taken));
      if (wins(mine, sum(hers.slice(taken)))) return 1 + held.size + more;
    }
  return 1 + held.size + most;
}

/** His posterior against hers and "none" is what `consistent` asks for. */
function wins(mineDb: number, hersDb: number): boolean {
  const odds = 10 ** (-mineDb / 10) + 10 ** (-(mineDb - hersDb) / 10);
  return 1 / (1 + odds) >= PARAMETERS.consistentScore;
}

/** Today's supporters of a lineage, the provider aside. An operator that shows a rival too supports nobody. */
export function supportersOf(units: readonly Unit[], head: string, overrides: Overrides): Supporter[] {
  const byOperator = new Map<string, { unit: Unit; sole: boolean }>();
  for (const u of units) {
    if (u.supports.length === 0) continue;
    const sole = u.supports.length === 1 && u.supports[0] === head;
    const before = byOperator.get(u.operator);
    byOperator.set(u.operator, { unit: before?.unit ?? u, sole: sole && (before?.sole ?? true) });
  }
  return [...byOperator]
    .filter(([, { unit, sole }]) => sole && unit.class !== 'provider')
    .map(([operator, { unit }]) => ({ operator, db: shareDb(unit.class, compromiseOf(unit, overrides)) }))
    .sort((a, b) => (a.operator < b.operator ? -1 : 1));
}

/** All openings against a lineage: for each statement of it that is shown today, that it is the newest left; and that none is. */
export function openingsAgainst(graph: Graph, lineage: Lineage): Opening[] {
  const shown = graph.views.flatMap((view) =>
    (graph.shown.get(view.vertex.uri) ?? [])
      .filter((s) => s.lineage === lineage && !s.equivocal)
      .map((s) => ({ ...s, account: view.vertex.uri, operator: s.via ?? view.vertex.operator })),
  );
  const places = new Map<string, Set<string>>();
  for (const { digest, operator } of shown)
    if (digest !== null) places.set(digest, (places.get(digest) ?? new Set()).add(operator));
  const statements = lineage.statements.filter((k) => places.has(k.statement.digest));
  const openings: Opening[] = [];
  const held = new Set<string>();
  const provider = graph.subject.operator;
  // Newest first: what is not held from here on is the newest that can still be seen.
  const older = new Set(statements.map((k) => k.statement.digest));
  for (const newest of [...statements].reverse()) {
    const shownAt = places.get(newest.statement.digest) ?? new Set<string>();
    for (const more of subsets(disclosersOfTokens(graph, older, shown, provider))) {
      const taken = new Set([...held, ...more]);
      if (![...shownAt].some((operator) => operator !== provider && !taken.has(operator))) continue;
      const names = namesLeft(graph, older, new Set([...taken, provider]));
      openings.push(opening(newest, names, shown, taken, provider));
    }
    for (const operator of places.get(newest.statement.digest) ?? [])
      if (operator !== provider) held.add(operator);
    older.delete(newest.statement.digest);
  }
  openings.push({ held: new Set(held), left: new Set(), contesting: new Set() });
  return openings;
}

/** Disclosers whose sets are all tried; a presentation that names other places is rare, and nobody has many. */
const MAX_DISCLOSERS = 8;

/**
 * Operators, the provider aside, whose copies of an SD-JWT disclose an account elsewhere that shows a bare token: who
 * holds them takes away the name, and with it the token's meaning.
 */
function disclosersOfTokens(
  graph: Graph,
  digests: ReadonlySet<string>,
  shown: readonly (Shown & { account: string; operator: string })[],
  provider: string,
): string[] {
  const tokens = new Map(shown.filter((s) => s.digest === null).map((s) => [s.account, s.operator]));
  const disclosers = new Set<string>();
  for (const { vertex, statements } of graph.views)
    for (const { statement, via } of statements) {
      const operator = via ?? vertex.operator;
      if (operator === provider || !digests.has(statement.digest)) continue;
      const names = statement.disclosed.some((uri) => (tokens.get(uri) ?? operator) !== operator);
      if (names) disclosers.add(operator);
    }
  return [...disclosers].sort().slice(0, MAX_DISCLOSERS);
}

/** All subsets, the empty one first. */
function subsets(items: readonly string[]): string[][] {
  return Array.from({ length: 1 << items.length }, (_, mask) => items.filter((_, i) => mask & (1 << i)));
}

/** What each of these statements still names: an SD-JWT's names are those of the disclosures that can be seen. */
function namesLeft(
  graph: Graph,
  digests: ReadonlySet<string>,
  held: ReadonlySet<string>,
): Map<string, Set<string>> {
  const left = new Map([...digests].map((digest) => [digest, new Set<string>()]));
  for (const { vertex, statements } of graph.views)
    for (const { statement, via } of statements) {
      const names = left.get(statement.digest);
      if (!names || held.has(via ?? vertex.operator)) continue;
      for (const { uri } of [...statement.accounts, ...statement.unsupported]) names.add(uri);
    }
  return left;
}

/** `names`: what the newest statement left, and those older than it, still name. */
function opening(
  newest: KnownStatement,
  names: ReadonlyMap<string, ReadonlySet<string>>,
  shown: readonly (Shown & { account: string; operator: string })[],
  held: ReadonlySet<string>,
  provider: string,
): Opening {
  const named = names.get(newest.statement.digest);
  const left = shown.filter(
    (s) =>
      s.operator !== provider &&
      !held.has(s.operator) &&
      s.strength !== 'unattributed' &&
      named?.has(s.account) &&
      !isRevoked(newest, s.account) &&
      (s.digest === null ? s.key === newest.statement.key : names.get(s.digest)?.has(s.account)),
  );
  return {
    held,
    left: new Set(left.map((s) => s.operator)),
    contesting: new Set(left.filter((s) => s.strength === 'full').map((s) => s.operator)),
  };
}

/** What the provider's showing a key weighs for it. */
export function providerDb(stated: number | undefined): number {
  const p = Math.min(MAX_COMPROMISE, Math.max(MIN_COMPROMISE, stated ?? PARAMETERS.compromise.provider));
  return shareDb('provider', p);
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
