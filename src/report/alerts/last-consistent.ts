import type { AccountView, Graph } from '../../graph/types.js';
import { lastSeenConsistent } from '../../score/discontinuity.js';

/** The key last seen `consistent`, and the operators that supported it then with their accounts of today. */
export function lastConsistent(
  graph: Graph,
): { key: string; operators: ReadonlyMap<string, readonly AccountView[]> } | null {
  const key = lastSeenConsistent(graph);
  if (key === null) return null;
  const operators = new Map<string, AccountView[]>();
  const add = (operator: string, view?: AccountView) => {
    const views = operators.get(operator) ?? [];
    operators.set(operator, view ? [...views, view] : views);
  };
  const entries = graph.history.filter((entry) => entry.key === key);
  const lastSeen = Math.max(...entries.map((entry) => Date.parse(entry.lastSeen)));
  const names = graph.lineageOf.get(key)?.leading?.names;
  for (const [uri, supports] of graph.remembered) {
    const view = graph.viewOf.get(uri);
    // An account that its owner dropped long ago was not removed today.
    const lately = supports.some((s) => s.key === key && (s.lastSeen >= lastSeen || names?.has(uri)));
    if (view && lately) add(view.vertex.operator, view);
  }
  for (const entry of entries)
    if (!entry.supports) for (const operator of entry.operators ?? []) add(operator);
  // Where no account is remembered, and the statement that named it is gone, all that was asked there stands for it.
  const unknown = new Set([...operators].filter(([, views]) => views.length === 0).map(([name]) => name));
  for (const view of graph.views)
    if (view.outcome !== 'not-asked' && unknown.has(view.vertex.operator)) add(view.vertex.operator, view);
  return { key, operators };
}

/** "At least 3 operators and half of those last consistent" (contract section 2). */
export function isMass(changed: number, all: number): boolean {
  return changed >= 3 && changed * 2 >= all;
}
