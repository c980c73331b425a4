import type { ActiveJob } from '../queue/types.js';
import type { WorkerDeps } from './deps.js';
import { type Outcome, stopped } from './ending.js';
import { withLease } from './leased.js';
import { isNewest } from './newest.js';
import { rescore } from './of-record.js';

/**
 * The conclusion once more, from the readings of a verification and those made since of the accounts that had failed.
 * What they name and nobody has read is read now.
 */
export async function runScore(active: ActiveJob, deps: WorkerDeps): Promise<Outcome> {
  const { store } = deps;
  const of = await store.verification(String(active.data.of));
  const into = await store.verification(String(active.data.into));
  // Nothing has healed, or the subject was forgotten.
  if (!of || !into || into.finishedAt !== null) return 'dropped';
  return withLease(deps, of.subject, active.signal, async (signal) => {
    if (!(await isNewest(store, of))) {
      await store.discard(into.id);
      return 'dropped';
    }
    const again = new Set(into.readings.map(({ account }) => account));
    const told = of.readings.filter(({ account }) => !again.has(account));
    const seeds = [...told, ...into.readings];
    const done = await rescore(deps, { subject: of.subject, id: into.id, after: of.id, signal, seeds, told });
    if (!done) throw stopped(signal);
    return 'done';
  });
}
