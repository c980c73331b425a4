import { createHash } from 'node:crypto';
import type { AccountReading } from '../evidence/types.js';
import { vertexOf } from '../graph/vertex.js';
import type { Verified } from '../jobs/deps.js';
import type { ReportAccount } from '../report/types.js';
import { DAY_MS, MAX_COUNTED } from './limits.js';
import { readingResult } from './reading-result.js';
import { SERVICES } from './series.js';
import type { ReadingResult } from './types.js';

export interface CountedReading {
  /** Of the catalogue. */
  readonly service: string;
  readonly result: ReadingResult;
}

/**
 * What a verification tells of the services that it read. An account counts once a day, and when it came out otherwise
 * than at the look before: a subject that is looked at each hour, or by whoever asks, must not weigh as twenty-four. A day
 * begins at another time for each account, so that at any hour as many of them count. Pure.
 */
export function countedReadings(verified: Verified): readonly CountedReading[] {
  const { report, nothingRead } = verified;
  const accounts = byAccount(nothingRead ? [] : report.accounts);
  const before = byAccount(verified.before?.accounts ?? []);
  const counted = new Map<string, CountedReading[]>();
  for (const reading of verified.readings) {
    const account = accounts.get(reading.account) ?? null;
    const earlier = before.get(reading.account) ?? null;
    const result = readingResult({ reading, account, before: earlier, report });
    if (result === null || !isNews(verified, reading, account, earlier)) continue;
    const service = serviceOf(reading.account);
    const those = counted.get(service) ?? [];
    if (those.length < MAX_COUNTED) counted.set(service, [...those, { service, result }]);
  }
  return [...counted.values()].flat();
}

function isNews(
  { lastLook }: Verified,
  { account: uri, fetchedAt }: AccountReading,
  account: ReportAccount | null,
  before: ReportAccount | null,
): boolean {
  if (lastLook === null) return true;
  const blind = lastLook.nothingRead;
  const state = account?.state ?? 'unreachable';
  if (state !== (blind ? 'unreachable' : before?.state)) return true;
  const lastRead = blind ? lastLook.at : (before?.fetchedAt ?? lastLook.at);
  return dayOf(uri, fetchedAt) !== dayOf(uri, lastRead);
}

/** Days since the epoch, each of which begins at a time of day that is the account's own. */
function dayOf(uri: string, at: string): number {
  const offset = createHash('sha256').update(uri).digest().readUInt32BE(0) % DAY_MS;
  return Math.floor((Date.parse(at) + offset) / DAY_MS);
}

/** One that no catalogue entry knows is read as a website, if at all. */
function serviceOf(uri: string): string {
  const { service } = vertexOf(uri);
  return SERVICES.includes(service) ? service : 'website';
}

function byAccount(accounts: readonly ReportAccount[]): ReadonlyMap<string, ReportAccount> {
  return new Map(accounts.map((account) => [account.account, account]));
}
