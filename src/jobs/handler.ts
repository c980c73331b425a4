import { type ActiveJob, Final, type Handler, Postpone } from '../queue/types.js';
import { StoreError } from '../store/store-error.js';
import { type Careful, oneCarefulAtATime } from './careful.js';
import type { WorkerDeps } from './deps.js';
import type { Outcome } from './ending.js';
import { runFetch } from './fetch-job.js';
import { runScore } from './score-job.js';
import { runVerify } from './verify-job.js';

/** What a worker does with a job, by its kind. */
export function createHandler(deps: WorkerDeps): Handler {
  const careful = oneCarefulAtATime(deps);
  return async (job) => {
    const started = performance.now();
    const ended = (outcome: Outcome | 'again' | 'failed') =>
      deps.observer?.jobEnded(job.kind, outcome, performance.now() - started);
    try {
      ended(await run(job, deps, careful));
    } catch (error) {
      ended(error instanceof Final || (job.last && !(error instanceof Postpone)) ? 'failed' : 'again');
      if (error instanceof StoreError && error.code === 'forgotten') return;
      throw error;
    }
  };
}

function run(job: ActiveJob, deps: WorkerDeps, careful: Careful): Promise<Outcome> {
  switch (job.kind) {
    case 'verify':
      return runVerify(job, deps, careful);
    case 'fetch':
      return runFetch(job, deps);
    case 'score':
      return runScore(job, deps);
  }
}
