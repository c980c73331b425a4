import { createHash } from 'node:crypto';
import type { DnsLocation } from '../../services/index.js';
import { findsInText } from './finds.js';
import { followPointers } from './pointer.js';
import { failedResult } from './reading.js';
import { joinResults, type PlaceContext, type PlaceResult } from './types.js';

const POINTER = 'statement=';

/** Profile section 2.4: a proof token, or `statement=<https URL>`. Nobody signed the answer. */
export async function readDns(place: DnsLocation, context: PlaceContext): Promise<PlaceResult> {
  const { where, name } = place;
  const url = `dns:${name}?type=TXT`;
  const reading = await context.txt(name);
  const { fetchedAt } = reading;
  if (reading.outcome === 'absent')
    return { records: [{ where, url, outcome: 'absent', fetchedAt }], finds: [] };
  if (reading.outcome === 'unreachable') {
    return failedResult(where, url, fetchedAt, {
      reason: reading.reason,
      detail: `${where}: ${reading.detail}`,
    });
  }
  const digest = createHash('sha256').update(reading.records.join('\n')).digest('base64url');
  const strength = 'unauthenticated' as const;
  const texts = reading.records.map((text) => findsInText(text, { where, url, digest, strength }));
  const failure = texts.find((one) => one.failure)?.failure;
  const pointers = reading.records
    .map((record) => record.trim())
    .filter((record) => record.startsWith(POINTER))
    .map((record) => record.slice(POINTER.length).trim());
  const record: PlaceResult = {
    records: [{ where, url, outcome: 'read', digest, fetchedAt }],
    // A TXT record holds tokens; a statement is reached through its address.
    finds: texts.flatMap((one) => one.finds).filter((find) => find.kind === 'token'),
    ...(failure && { failure }),
  };
  const hostWide = place.hostWide === true;
  return joinResults([
    record,
    await followPointers(pointers, { where: `the ${where}`, strength, hostWide }, context),
  ]);
}
