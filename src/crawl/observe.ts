import type { AccountReading, Find, Observation } from '../evidence/types.js';

/** One account's reading as observations: one for each way (served by whom, how strong) its claims came. */
export function observationsOf(reading: AccountReading, perspective?: string): Observation[] {
  const base = {
    account: reading.account,
    at: reading.fetchedAt,
    ...(perspective ? { perspective } : {}),
    ...(reading.accountId !== undefined ? { accountId: reading.accountId } : {}),
    ...(reading.createdAt !== undefined ? { createdAt: reading.createdAt } : {}),
  };
  const ways = new Map<string, Find[]>();
  for (const find of reading.finds) {
    const way = JSON.stringify([find.servedBy ?? null, find.strength ?? null, find.hostWide ?? false]);
    ways.set(way, [...(ways.get(way) ?? []), find]);
  }
  if (ways.size === 0) {
    const { outcome, reason, detail } = reading;
    return [{ ...base, outcome, ...(reason ? { reason } : {}), ...(detail ? { detail } : {}) }];
  }
  const read = [...ways.values()].map((finds) => ({ ...base, outcome: 'read' as const, ...claimsOf(finds) }));
  // A place that failed beside the ones that were read: nobody may conclude from what was not found.
  const { reason, detail } = reading;
  if (reason === undefined) return read;
  return [...read, { ...base, outcome: 'unreachable', reason, ...(detail ? { detail } : {}) }];
}

function claimsOf(finds: readonly Find[]): Partial<Observation> {
  const [first] = finds;
  const texts = (kind: Find['kind']) => [...new Set(finds.filter((f) => f.kind === kind).map((f) => f.text))];
  const statements = texts('statement');
  const tokens = texts('token');
  return {
    ...(statements.length > 0 ? { statements } : {}),
    ...(tokens.length > 0 ? { tokens } : {}),
    ...(first?.servedBy ? { servedBy: first.servedBy } : {}),
    ...(first?.strength ? { strength: first.strength } : {}),
    ...(first?.hostWide ? { hostWide: true } : {}),
    found: finds.map(({ where, container, url, digest, servedBy }) => ({
      where,
      container,
      url,
      digest,
      ...(servedBy ? { servedBy } : {}),
    })),
  };
}
