import type { CrawlEvent } from '../crawl/crawl.js';
import type { WorkerDeps } from './deps.js';
import { PROGRESS_MS } from './limits.js';

/**
 * Tells whoever waits for a job that it went on. Readings are told of by the store; here is only how many accounts there
 * are to read, and a nudge. What cannot be told is no trouble of the job.
 */
export function progressOf(deps: WorkerDeps, jobId: string): (event: CrawlEvent) => void {
  let told = 0;
  let at = Number.NEGATIVE_INFINITY;
  return (event) => {
    if (event.type === 'read') {
      deps.observer?.accountRead(event.reading.outcome, event.reading.reason);
      deps.bus.publish(jobId);
    }
    const now = performance.now();
    const atEnd = event.type === 'read' && event.done === event.known;
    const { known } = event;
    if (known === told || (now - at < PROGRESS_MS && told > 0 && !atEnd)) return;
    told = known;
    at = now;
    deps.jobs.setKnown(jobId, told).catch((error: unknown) => deps.observer?.trouble(error));
  };
}
