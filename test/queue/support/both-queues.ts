import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest';
import type { Handler, Queue, QueueCounts, QueueJob, QueueWorker } from '../../../src/queue/types.js';
import { describeWithRedis } from '../../support/services.js';
import { type Harness, inProcess, type Open, overRedis } from './harness.js';
import { ONE_EACH } from './recorder.js';

/** An empty queue for each test. */
export interface Given {
  readonly queue: Queue;
  /** The same jobs as another process sees them. */
  peer(): Queue;
  /** Starts a worker, which ends with the test. */
  work(handler: Handler, options?: typeof ONE_EACH, queue?: Queue): QueueWorker;
  /** Until nothing waits and nothing is at work; jobs that ended tell nobody, so the queue is asked again and again. */
  untilEmpty(): Promise<void>;
}

/** A lane that holds nothing. */
export const NOTHING: QueueCounts = { waiting: 0, delayed: 0, active: 0 };

/** A job of the schedule that is due and fails at once, as far as nothing else is said. */
export const job = (id: string, more: Partial<QueueJob> = {}): QueueJob => ({
  id,
  kind: 'verify',
  lane: 'background',
  data: { job: id },
  ...more,
});

/** The same tests over both kinds of queue. */
export function describeQueues(title: string, suite: (given: Given) => void): void {
  describe(`${title} in one process`, () => suite(givenBy(inProcess)));
  describeWithRedis(`${title} on Redis`, () => suite(givenBy(overRedis())));
}

function givenBy(harness: Harness): Given {
  let open: Open;
  let workers: QueueWorker[];
  beforeAll(() => harness.start());
  afterAll(() => harness.stop());
  beforeEach(() => {
    open = harness.open();
    workers = [];
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.close(0)));
    await open.close();
  });
  return {
    get queue() {
      return open.queue;
    },
    peer: () => open.peer(),
    work: (handler, options = ONE_EACH, queue = open.queue) => {
      const worker = queue.work(handler, options);
      workers.push(worker);
      return worker;
    },
    untilEmpty: () =>
      expect
        .poll(() => open.queue.counts(), { interval: 20 })
        .toEqual({ demand: NOTHING, background: NOTHING }),
  };
}
