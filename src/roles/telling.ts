import type { ApiObserver } from '../api/deps.js';
import type { JobObserver } from '../jobs/deps.js';
import { FLUSH_MS } from '../monitor/limits.js';
import type { Tally } from '../monitor/tally.js';
import type { RoleContext } from './context.js';
import { type Loop, startLoop } from './loop.js';
import type { Parts } from './parts.js';

/** Balancers, scrapers and the operator himself ask for these: counted they would be all that is seen on a calm day. */
const NOT_COUNTED = /^\/(?:healthz|readyz|metrics|admin(?:\/.*)?)$/;

/** The same observer, and what it hears is counted too. */
export function countedBy(tally: Tally, observer: ApiObserver & JobObserver): ApiObserver & JobObserver {
  return {
    ...observer,
    requestEnded(request) {
      observer.requestEnded(request);
      if (!NOT_COUNTED.test(request.route)) tally.requestEnded(request.status);
    },
    jobEnded(kind, outcome, milliseconds) {
      observer.jobEnded(kind, outcome, milliseconds);
      tally.jobEnded(kind, outcome, milliseconds);
    },
  };
}

/** Tells the store each minute what this process has counted, and what is left at the end. */
export function startTelling({ samples, opened }: Parts, { tally, random, observer }: RoleContext): Loop {
  const onError = (error: unknown) => observer.trouble(error);
  const flush = () => tally.flush(samples);
  const loop = startLoop(flush, { everyMs: FLUSH_MS, after: opened, random, onError });
  return {
    async close() {
      await loop.close();
      await flush();
    },
  };
}
