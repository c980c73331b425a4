import type { Change } from '../report/changes.js';
import { historyOf } from '../store/history.js';
import type { Store } from '../store/types.js';
import { TIMELINE_BYTES } from './limits.js';
import { Shelf } from './shelf.js';

/** Changes that a page tells of; the API has the others. */
export const MAX_CHANGES = 60;

/** What changed of a subject, as strangers are told on its page. */
export interface Timelines {
  /**
   * The last change first. Rejects with a StoreError.
   *
   * @param mark the one that `NewestReports` has just given for this subject
   */
  of(subject: string, mark: string): Promise<readonly Change[]>;
}

interface Reading {
  readonly mark: string;
  readonly changes: Promise<readonly Change[]>;
}

/**
 * Hundreds of reports are read for one timeline, so it is kept for the next who asks, behind the same mark as the newest
 * report: whether that still is the newest, and still is there, the store is asked each time.
 */
export function createTimelines(store: Pick<Store, 'latest' | 'reports'>): Timelines {
  const shelf = new Shelf<readonly Change[]>(TIMELINE_BYTES);
  const readings = new Map<string, Reading>();
  const read = async (subject: string, mark: string): Promise<readonly Change[]> => {
    const history = await historyOf(store, subject, { audience: 'stranger', limit: MAX_CHANGES });
    const changes = history?.changes ?? [];
    shelf.put(subject, mark, changes, subject.length + JSON.stringify(changes).length);
    return changes;
  };
  return {
    of(subject, mark) {
      const kept = shelf.get(subject, mark);
      if (kept !== undefined) return Promise.resolve(kept);
      const reading = readings.get(subject);
      if (reading?.mark === mark) return reading.changes;
      const changes = read(subject, mark).finally(() => {
        if (readings.get(subject)?.changes === changes) readings.delete(subject);
      });
      readings.set(subject, { mark, changes });
      return changes;
    },
  };
}
