import { stateOf } from '../graph/states.js';
import type { AccountView, Graph, Lineage } from '../graph/types.js';
import { isPinned, shownByProvider } from './anchor.js';
import { DAY_MS, PARAMETERS } from './parameters.js';
import { hasStanding } from './standing.js';

export interface Discontinuity {
  /** The key of another lineage that leads now, or that the provider shows. */
  readonly key: string;
  /** What this store last saw consistent, or what an account shows that has only an expired statement. */
  readonly previous: string;
}

/**
 * The key that leads now, or that the provider shows, belongs to another lineage than the one this store last saw
 * `consistent` (or, where the store knows none, than the one of an expired statement at an account that matters). It
 * ends when the reader pins the new key, when both keys announced the change (then it is one lineage), or after 30 days
 * in which the provider and every readable account with standing showed the new key alone.
 */
export function discontinuityOf(
  graph: Graph,
  leading: Lineage | null,
  succession: Succession | undefined,
): Discontinuity | null {
  const present = [...new Set([...(leading ? [leading] : []), ...shownByProvider(graph)])];
  for (const previous of previousKeys(graph, leading)) {
    for (const lineage of present) {
      if (lineage.keys.includes(previous)) continue;
      if (isPinned(graph, lineage) || hasSucceeded(graph, lineage, succession)) continue;
      return { key: lineage.head, previous };
    }
  }
  return null;
}

/** Since when the provider and every readable account with standing show this key alone. */
export type Succession = { readonly key: string; readonly since: string };

function previousKeys(graph: Graph, leading: Lineage | null): string[] {
  const last = lastSeenConsistent(graph);
  // An expired statement is not absent: its key still speaks for the place, unless the store knows better.
  return last === null ? expiredKeys(graph, leading) : [last];
}

/** The key that this store last saw `consistent`. */
export function lastSeenConsistent(graph: Graph): string | null {
  const last = [...graph.history].sort(
    (a, b) => Date.parse(b.lastSeen) - Date.parse(a.lastSeen) || (a.key < b.key ? -1 : 1),
  )[0];
  return last?.key ?? null;
}

/**
 * "Its key stays a rival, and any other key is a discontinuity" (profile section 4, `expired`): at accounts with standing
 * and those that the leading statement names. What strangers show on pages of their own says nothing.
 */
function expiredKeys(graph: Graph, leading: Lineage | null): string[] {
  const keys = new Set<string>();
  for (const view of graph.views) {
    if (!view.statements.some(({ statement }) => statement.expired)) continue;
    if (stateOf(graph, view, leading).state !== 'expired') continue;
    if (!leading?.leading?.names.has(view.vertex.uri) && !hasStanding(graph, view)) continue;
    for (const key of expiredKeysAt(graph, view)) keys.add(key);
  }
  return [...keys].sort();
}

function expiredKeysAt(graph: Graph, view: AccountView): string[] {
  const shown = view.statements.filter(
    ({ statement, strength, via }) =>
      statement.expired && statement.sub === graph.subject.uri && strength === 'full' && via === null,
  );
  return shown.flatMap(({ statement: { key, digest } }) => {
    const lineage = graph.lineageOf.get(key);
    const names = lineage?.statements.find((k) => k.statement.digest === digest)?.names;
    // A valid statement of the same lineage elsewhere has taken its place.
    return names?.has(view.vertex.uri) && lineage?.leading === null ? [key] : [];
  });
}

/** For 30 days the provider and every account with standing that could be read showed the new key and none the old. */
function hasSucceeded(graph: Graph, lineage: Lineage, succession: Succession | undefined): boolean {
  if (!succession || !lineage.keys.includes(succession.key)) return false;
  const days = (graph.now.getTime() - Date.parse(succession.since)) / DAY_MS;
  return days >= PARAMETERS.successionDays && isSoleSuccessor(graph, lineage);
}

/** Today's part of that condition: what the store counts the days of. */
export function isSoleSuccessor(graph: Graph, lineage: Lineage): boolean {
  const provider = shownByProvider(graph);
  const own = graph.viewOf.get(graph.subject.uri);
  const providerRead = own !== undefined && own.outcome !== 'unreachable' && own.outcome !== 'not-asked';
  if (providerRead && !(provider.size === 1 && provider.has(lineage))) return false;
  for (const view of graph.views) {
    if (view.outcome === 'unreachable' || view.outcome === 'not-asked' || !hasStanding(graph, view)) continue;
    const supports = graph.supports.get(view.vertex.uri) ?? [];
    if (!supports.some((s) => s.lineage === lineage) || supports.some((s) => s.lineage !== lineage))
      return false;
  }
  return true;
}
