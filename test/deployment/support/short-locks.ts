import { bullQueue } from '../../../src/queue/bullmq.js';
import type { Queue } from '../../../src/queue/types.js';
import type { RoleContext } from '../../../src/roles/context.js';

/** Seconds, fewer than may be configured. */
const LOCK_SECONDS = 1;

/** The deployment's queue, for a worker whose jobs are soon found where it is dead or cut off. */
export function queueOfShortLocks({ config, observer }: RoleContext): Queue {
  return bullQueue({
    url: String(config.servers?.redisUrl),
    prefix: config.prefix,
    onError: (error) => observer.trouble(error),
    ...{ lockSeconds: LOCK_SECONDS, stalledSeconds: LOCK_SECONDS },
  });
}
