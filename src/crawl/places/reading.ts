import type { PlaceRecord } from '../../evidence/types.js';
import type { Absent, Read, Unreachable } from '../../fetch/types.js';
import type { Failure, PlaceResult } from './types.js';

/** The record of a place that was read. */
export function readRecord(where: string, reading: Read, detail?: string): PlaceRecord {
  const { url, digest, fetchedAt } = reading;
  return { where, url, outcome: 'read', digest, fetchedAt, ...(detail !== undefined && { detail }) };
}

/** What a place that gave nothing to read amounts to. */
export function emptyResult(where: string, reading: Absent | Unreachable): PlaceResult {
  const { url, fetchedAt } = reading;
  if (reading.outcome === 'absent')
    return { records: [{ where, url, outcome: 'absent', fetchedAt }], finds: [] };
  return failedResult(where, url, fetchedAt, {
    reason: reading.reason,
    detail: `${where}: ${reading.detail}`,
  });
}

/** A place whose answer could not be used. */
export function failedResult(where: string, url: string, fetchedAt: string, failure: Failure): PlaceResult {
  return { records: [{ where, url, outcome: 'unreachable', ...failure, fetchedAt }], finds: [], failure };
}
