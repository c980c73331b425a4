import type { HistoryKey } from '../evidence/types.js';
import { isRevoked } from '../graph/supports.js';
import type { Graph, Lineage } from '../graph/types.js';
import { DAY_MS, PARAMETERS } from './parameters.js';

/** Why a key is tied to `sub`, or null where it is not (scoring section 3, "Anchoring"). */
export type Anchor = 'provider' | 'pin' | 'history' | null;

/** Lineages that the provider's document shows today: valid, of this subject, of a key that is not ended. */
export function shownByProvider(graph: Graph): Set<Lineage> {
  const shown = graph.shown.get(graph.subject.uri) ?? [];
  return new Set(shown.filter((s) => s.via === null && s.strength !== 'unattributed').map((s) => s.lineage));
}

export function anchorOf(graph: Graph, lineage: Lineage): Anchor {
  const provider = shownByProvider(graph);
  // A provider that shows two unrelated keys anchors neither.
  const soleAtProvider = provider.size === 1 && provider.has(lineage);
  const revoked = lineage.leading !== null && isRevoked(lineage.leading, graph.subject.uri);
  if (soleAtProvider && !revoked) return 'provider';
  if (isPinned(graph, lineage)) return 'pin';
  const othersToday = [...provider].some((l) => l !== lineage);
  const now = graph.now.getTime();
  const remembered = lineage.history.some((entry) => anchoredUntil(graph, entry) >= now);
  return remembered && !othersToday ? 'history' : null;
}

/**
 * Until when what the store saw anchors a key, in milliseconds. An entry that does not say so tells of a key that was
 * `consistent`, so anchored: by the provider's document, if that is among those that supported it.
 */
function anchoredUntil({ subject }: Graph, entry: HistoryKey): number {
  if (entry.anchoredUntil !== undefined) return Date.parse(entry.anchoredUntil);
  const own = entry.supports?.find((s) => s.account === subject.uri);
  const byProvider = entry.supports ? own?.lastSeen : providerIn(entry, subject.operator);
  return byProvider === undefined
    ? Number.NEGATIVE_INFINITY
    : Date.parse(byProvider) + PARAMETERS.anchorDays * DAY_MS;
}

function providerIn({ operators, lastSeen }: HistoryKey, provider: string): string | undefined {
  return operators?.includes(provider) ? lastSeen : undefined;
}

/** The reader trusts one of its keys for this subject. */
export function isPinned(graph: Graph, lineage: Lineage): boolean {
  return lineage.keys.some((key) => graph.pins.has(key));
}
