import { lineageByKey } from '../graph/build.js';
import type { Graph, Lineage } from '../graph/types.js';
import { shownByProvider } from './anchor.js';
import { DAY_MS, PARAMETERS } from './parameters.js';
import { hasStanding } from './units.js';

export interface Discontinuity {
  /** The key of another lineage that leads now, or that the provider shows. */
  readonly key: string;
  /** What this store last saw consistent, or what an expired statement at a place with standing shows. */
  readonly previous: string;
}

/**
 * The key that leads now, or that the provider shows, belongs to another lineage than the one this store last saw
 * `consistent` (or than the one an expired statement at an account with standing is of). It ends when the reader
 * pins the new key, when both keys announced the change (then it is one lineage), or after 30 days in which the
 * provider and every readable account with standing showed the new key alone.
 */
export function discontinuityOf(
  graph: Graph,
  leading: Lineage | null,
  succession: { readonly key: string; readonly since: string } | undefined,
): Discontinuity | null {
  const provider = shownByProvider(graph);
  const present = [...new Set([...(leading ? [leading] : []), ...provider])];
  for (const previous of previousKeys(graph)) {
    for (const lineage of present) {
      if (lineage.keys.includes(previous)) continue;
      if (lineage.keys.some((key) => graph.pins.has(key))) continue;
      if (hasSucceeded(graph, lineage, succession)) continue;
      return { key: lineage.head, previous };
    }
  }
  return null;
}

function previousKeys(graph: Graph): string[] {
  const last = [...graph.history].sort(
    (a, b) => Date.parse(b.lastSeen) - Date.parse(a.lastSeen) || (a.key < b.key ? -1 : 1),
  )[0];
  const keys = last ? [last.key] : [];
  // An expired statement is not absent: its key still speaks for the place, unless the store knows better.
  if (!last) keys.push(...expiredWithStanding(graph));
  return keys;
}

function expiredWithStanding(graph: Graph): string[] {
  const keys = new Set<string>();
  for (const view of graph.views) {
    if (!hasStanding(graph, view)) continue;
    const lineageOf = lineageByKey(graph.lineages);
    for (const { statement, strength, via } of view.statements) {
      if (!statement.expired || statement.sub !== graph.subject.uri || strength !== 'full' || via !== null)
        continue;
      const names = lineageOf
        .get(statement.key)
        ?.statements.find((k) => k.statement.digest === statement.digest)?.names;
      // A valid statement of the same lineage elsewhere has taken its place.
      const renewed = lineageOf.get(statement.key)?.leading != null;
      if (names?.has(view.vertex.uri) && !renewed && !graph.endedKeys.has(statement.key))
        keys.add(statement.key);
    }
  }
  return [...keys].sort();
}

/** For 30 days the provider and every account with standing that could be read showed the new key and none the old. */
function hasSucceeded(
  graph: Graph,
  lineage: Lineage,
  succession: { readonly key: string; readonly since: string } | undefined,
): boolean {
  if (!succession || !lineage.keys.includes(succession.key)) return false;
  const days = (graph.now.getTime() - Date.parse(succession.since)) / DAY_MS;
  return days >= PARAMETERS.successionDays && isSoleSuccessor(graph, lineage);
}

/** Today's part of that condition: what the store counts the days of. */
export function isSoleSuccessor(graph: Graph, lineage: Lineage): boolean {
  const provider = shownByProvider(graph);
  const providerView = graph.views.find((v) => v.vertex.uri === graph.subject.uri);
  const providerRead =
    providerView !== undefined &&
    providerView.outcome !== 'unreachable' &&
    providerView.outcome !== 'not-asked';
  if (providerRead && !(provider.size === 1 && provider.has(lineage))) return false;
  for (const view of graph.views) {
    if (view.outcome === 'unreachable' || view.outcome === 'not-asked' || !hasStanding(graph, view)) continue;
    const supports = graph.supports.get(view.vertex.uri) ?? [];
    if (!supports.some((s) => s.lineage === lineage) || supports.some((s) => s.lineage !== lineage))
      return false;
  }
  return true;
}
