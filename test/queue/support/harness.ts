import { randomBytes } from 'node:crypto';
import { bullQueue } from '../../../src/queue/bullmq.js';
import { inProcessQueue } from '../../../src/queue/in-process.js';
import type { Queue } from '../../../src/queue/types.js';
import { PATIENCE, type PrivateRedis, startRedis } from '../../support/redis.js';

/** One kind of queue under test. */
export interface Harness {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** An empty queue. */
  open(): Open;
}

export interface Open {
  readonly queue: Queue;
  /** The same jobs as another process sees them. */
  peer(): Queue;
  close(): Promise<void>;
}

export const inProcess: Harness = {
  start: async () => undefined,
  stop: async () => undefined,
  open: () => {
    const queue = inProcessQueue();
    return { queue, peer: () => queue, close: () => queue.close() };
  },
};

export function overRedis(): Harness {
  let redis: PrivateRedis;
  return {
    start: async () => {
      redis = await startRedis();
    },
    stop: () => redis.stop(),
    open: () => {
      const prefix = `test-${randomBytes(6).toString('hex')}`;
      const connect = (): Queue =>
        bullQueue({ url: redis.url, prefix, onError: unexpected, patience: PATIENCE });
      const queues = [connect()];
      const peer = (): Queue => {
        const queue = connect();
        queues.push(queue);
        return queue;
      };
      const close = async () => void (await Promise.all(queues.map((queue) => queue.close())));
      return { queue: queues[0] as Queue, peer, close };
    },
  };
}

function unexpected(error: Error): never {
  throw error;
}
