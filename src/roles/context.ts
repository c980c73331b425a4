import type { ApiObserver } from '../api/deps.js';
import type { Log } from '../api/logger.js';
import type { Metrics } from '../api/metrics.js';
import type { Config } from '../config/index.js';
import type { Clock, FetchSettings } from '../fetch/types.js';
import type { JobObserver } from '../jobs/deps.js';
import type { Tally } from '../monitor/tally.js';

/** What a long-running role is started with. */
export interface RoleContext {
  readonly config: Config;
  readonly settings: FetchSettings;
  readonly perspective?: string;
  readonly clock: Clock;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly observer: ApiObserver & JobObserver;
  /** What this process counts, for the operator. */
  readonly tally: Tally;
}
