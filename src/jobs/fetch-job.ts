import { readAgain } from '../crawl/index.js';
import { type ActiveJob, NotYet } from '../queue/types.js';
import { fetcherOf } from './cached-fetcher.js';
import type { WorkerDeps } from './deps.js';
import type { Outcome } from './ending.js';
import { mayHeal } from './healing.js';
import { isNewest } from './newest.js';

/**
 * One account of a verification that could not be read, once more. What it shows now is kept for the conclusion that
 * the `score` job draws; where the subject was verified again meanwhile, or forgotten, nothing is done.
 */
export async function runFetch(active: ActiveJob, deps: WorkerDeps): Promise<Outcome> {
  const { store, clock } = deps;
  const of = String(active.data.of);
  const into = String(active.data.into);
  const verification = await store.verification(of);
  if (!verification || !(await isNewest(store, verification))) return 'dropped';
  const [failed] = await store.readings(of, Number(active.data.ordinal) - 1);
  if (!failed || failed.ordinal !== active.data.ordinal) return 'dropped';
  const { subject } = verification;
  const reading = await readAgain(subject, failed.reading.account, {
    fetcher: fetcherOf(deps, subject, of),
    now: () => clock.now(),
    signal: active.signal,
  });
  active.signal.throwIfAborted();
  if (!reading) return 'dropped';
  deps.observer?.accountRead(reading.outcome, reading.reason);
  if (mayHeal(reading)) {
    if (active.last) return 'done';
    throw new NotYet(reading.reason);
  }
  await store.begin({
    id: into,
    subject,
    startedAt: clock.now().toISOString(),
    given: [],
    only: { after: of },
  });
  await store.addReading(into, reading);
  return 'done';
}
