import type { JobObserver } from '../jobs/deps.js';
import type { ApiObserver } from './deps.js';
import type { Log } from './logger.js';
import type { Metrics } from './metrics.js';

/** Routes that balancers and scrapers ask every few seconds: their lines would bury the others. */
const QUIET: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);
/** Runs that did not come to an end: the line that says so stands out. */
const FAILED = 'failed';

/** What happens in a process, told to its metrics and its log. */
export function createObserver(metrics: Metrics, log: Log): ApiObserver & JobObserver {
  return {
    requestEnded(request) {
      metrics.requestEnded(request);
      const { id, route, method, status, milliseconds, tokenId } = request;
      const token = tokenId === null ? {} : { token: tokenId };
      const fields = { requestId: id, route, method, status, ms: rounded(milliseconds), ...token };
      if (QUIET.has(route)) log.debug('request', fields);
      else log.info('request', fields);
    },
    failed(error, { id, route, method }) {
      metrics.trouble(error);
      log.error('request-failed', error, { requestId: id, route, method });
    },
    rateLimited: () => metrics.rateLimited(),
    streams: (open) => metrics.streams(open),
    jobEnded(kind, outcome, milliseconds) {
      metrics.jobEnded(kind, outcome, milliseconds);
      const fields = { kind, outcome, ms: rounded(milliseconds) };
      if (outcome === FAILED) log.warn('job', fields);
      else log.info('job', fields);
    },
    accountRead: (outcome, reason) => metrics.accountRead(outcome, reason),
    trouble(error) {
      metrics.trouble(error);
      log.trouble(error);
    },
  };
}

/** Microseconds of one request say nothing. */
const rounded = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;
