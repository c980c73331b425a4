import { reRegistration } from '../graph/states.js';
import type { AccountView, Graph, Lineage } from '../graph/types.js';
import { DAY_MS, PARAMETERS } from './parameters.js';

/**
 * Scoring section 2, "Contest": the subject's own provider, a platform of the table that the reader gave, or what the
 * store saw support this subject for 30 days, with whatever key. A re-registered account has lost it.
 */
export function hasStanding(graph: Graph, view: AccountView): boolean {
  const { uri, selfHosted } = view.vertex;
  if (uri === graph.subject.uri) return true;
  if (reRegistration(graph, view, lineagesThatDate(graph, uri)) !== null) return false;
  if (graph.given.has(uri) && !selfHosted) return true;
  const seen = graph.remembered.get(uri) ?? [];
  if (seen.length === 0) return false;
  const first = Math.min(...seen.map((s) => s.firstSeen));
  const last = Math.max(...seen.map((s) => s.lastSeen));
  return last - first >= PARAMETERS.standingDays * DAY_MS;
}

/**
 * Lineages whose `iat` may say that an account was made too late: those the store has seen, and those the account itself
 * shows. Anybody else can date a statement back, and would take other people's standing away.
 */
function lineagesThatDate(graph: Graph, uri: string): Set<Lineage> {
  const dating = new Set((graph.supports.get(uri) ?? []).map((s) => s.lineage));
  for (const { key } of graph.history) {
    const lineage = graph.lineageOf.get(key);
    if (lineage) dating.add(lineage);
  }
  return dating;
}

/** Heads of the lineages that the store saw this account support. */
export function seenSupporting(graph: Graph, uri: string): Set<string> {
  return new Set((graph.remembered.get(uri) ?? []).flatMap((s) => graph.lineageOf.get(s.key)?.head ?? []));
}
