import type { Clock } from '../fetch/types.js';
import { vertexOf } from '../graph/vertex.js';
import type { Bus } from '../queue/bus.js';
import type { Queue } from '../queue/types.js';
import type { JobStore } from '../store/job-types.js';
import type { Store } from '../store/types.js';
import { dedupOf } from './dedup.js';
import { newJobId, queueJobOf } from './names.js';
import type { VerificationRequest, Verifications } from './types.js';

export interface VerificationsDeps {
  readonly store: Store;
  readonly jobs: JobStore;
  readonly queue: Queue;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Hears that the queue was away: the job stands in the store, and is put into the queue later. */
  readonly onError?: (error: unknown) => void;
}

/** Asking for verifications, and having a subject forgotten. */
export function createVerifications(deps: VerificationsDeps): Verifications {
  const { store, jobs, queue, bus, clock } = deps;
  const tell = (error: unknown) => deps.onError?.(error);
  return {
    async submit(request: VerificationRequest) {
      const { subject, caller, origin } = request;
      const given = [...new Set(request.given.map((text) => vertexOf(text).uri))].sort();
      const dedup = dedupOf(subject, given, caller);
      const createdAt = clock.now().toISOString();
      const job = { id: newJobId(), subject, given, caller, dedup, origin, createdAt };
      const submitted = await jobs.submit(job);
      // A job of the schedule's workers is put before those of people who wait, too. Where it is at work it waits for its end.
      if (submitted.created || submitted.promoted) queue.add([queueJobOf(submitted.id, origin)]).catch(tell);
      return { id: submitted.id, created: submitted.created };
    },

    async forget(subject) {
      const ids = await jobs.idsOf(subject);
      // First the store: what is at work then finds nothing to write to, however late it hears of it.
      await store.forget(subject);
      await queue.remove(ids).catch(tell);
      for (const id of ids) bus.publish(id);
    },
  };
}
