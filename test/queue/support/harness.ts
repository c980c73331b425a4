import { inProcessQueue } from '../../../src/queue/in-process.js';
import type { Queue } from '../../../src/queue/types.js';

/** One kind of queue under test. */
export interface Harness {
  readonly name: string;
  /** Why it cannot run here, if it cannot. */
  readonly skipped: string | null;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** An empty queue, closed after the test. */
  open(): Open;
}

export interface Open {
  readonly queue: Queue;
  /** The same jobs as another process sees them. */
  peer(): Queue;
  close(): Promise<void>;
}

export const inProcess: Harness = {
  name: 'in process',
  skipped: null,
  start: async () => undefined,
  stop: async () => undefined,
  open: () => {
    const queue = inProcessQueue();
    return { queue, peer: () => queue, close: () => queue.close() };
  },
};
