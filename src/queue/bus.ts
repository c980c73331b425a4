import { EventEmitter } from 'node:events';

/**
 * Tells other processes that something happened to a job: "look again". Nothing is kept and nothing is certain; who
 * listens also looks by himself from time to time. Carries job ids only.
 */
export interface Bus {
  publish(jobId: string): void;
  /** The function that stops it. */
  subscribe(jobId: string, listener: () => void): () => void;
  close(): Promise<void>;
}

/** Within one process. */
export function localBus(): Bus {
  const events = new EventEmitter();
  events.setMaxListeners(0);
  return {
    publish: (jobId) => void events.emit(jobId),
    subscribe: (jobId, listener) => {
      events.on(jobId, listener);
      return () => void events.off(jobId, listener);
    },
    close: async () => void events.removeAllListeners(),
  };
}
