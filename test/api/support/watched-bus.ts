import type { Bus } from '../../../src/queue/bus.js';

export interface WatchedBus extends Bus {
  /** Resolves when just so many listen: whoever waits for a job listens from the moment he has his place. */
  listening(count: number): Promise<void>;
}

/** A bus that knows how many listen to it. */
export function watchedBus(bus: Bus): WatchedBus {
  let listeners = 0;
  const waiting = new Set<() => void>();
  const change = (by: 1 | -1) => {
    listeners += by;
    for (const look of [...waiting]) look();
  };
  return {
    publish: (jobId) => bus.publish(jobId),
    subscribe(jobId, listener) {
      const stop = bus.subscribe(jobId, listener);
      change(1);
      return () => {
        stop();
        change(-1);
      };
    },
    close: () => bus.close(),
    listening: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (listeners !== count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
