import type { JobRecord } from '../store/job-types.js';
import type { Store, StoredReading } from '../store/types.js';
import { publicIdOf } from './names.js';

/**
 * What a job has read, numbered through from 1: where accounts are given those of record come first, if it had to read
 * them itself, then those of its caller. The first are all there before the others begin; the others go when the job ends.
 *
 * @returns the readings after the number given, which must not go down from one call to the next
 */
export function readingsOf(
  store: Pick<Store, 'readings'>,
  { id, given }: Pick<JobRecord, 'id' | 'given'>,
): (after: number) => Promise<readonly StoredReading[]> {
  if (given.length === 0) return (after) => store.readings(id, after);
  let ofRecord = 0;
  return async (after) => {
    const first = await store.readings(publicIdOf(id), ofRecord);
    ofRecord += first.length;
    const own = await store.readings(id, Math.max(0, after - ofRecord));
    const numbered = own.map(({ ordinal, reading }) => ({ ordinal: ofRecord + ordinal, reading }));
    return [...first.filter(({ ordinal }) => ordinal > after), ...numbered];
  };
}
