import type { HistoryKey } from '../../evidence/types.js';
import type { AccountView, Graph } from '../../graph/types.js';

/** The key last seen `consistent`, and the operators that supported it then with their accounts of today. */
export function lastConsistent(
  graph: Graph,
): { entry: HistoryKey; operators: Map<string, AccountView[]> } | null {
  const entry = [...graph.history].sort(
    (a, b) => Date.parse(b.lastSeen) - Date.parse(a.lastSeen) || (a.key < b.key ? -1 : 1),
  )[0];
  if (!entry) return null;
  const operators = new Map<string, AccountView[]>();
  const add = (operator: string, views: readonly AccountView[]) =>
    operators.set(operator, [...(operators.get(operator) ?? []), ...views]);
  if (entry.supports) {
    for (const support of entry.supports) {
      // Only what supported it the last time: an account dropped long ago was not removed today.
      if (Date.parse(support.lastSeen) < Date.parse(entry.lastSeen)) continue;
      const view = graph.views.find((v) => v.vertex.uri === support.account);
      if (view) add(view.vertex.operator, [view]);
    }
  } else {
    for (const operator of entry.operators ?? [])
      add(
        operator,
        graph.views.filter((v) => v.vertex.operator === operator),
      );
  }
  return { entry, operators };
}

/** "At least 3 operators and half of those last consistent" (contract section 2). */
export function isMass(changed: number, all: number): boolean {
  return changed >= 3 && changed * 2 >= all;
}
