import { setTimeout as pause } from 'node:timers/promises';

export interface LoopOptions {
  /** Milliseconds from the end of one round to the begin of the next. */
  readonly everyMs: number;
  /** 0 to 1: rounds of several processes must not fall together. */
  readonly random: () => number;
  /** Hears of a round that failed; the next one tries again. */
  readonly onError: (error: unknown) => void;
}

export interface Loop {
  /** Ends it after the round under way. */
  close(): Promise<void>;
}

/** Does something again and again, one round at a time, the first at once. */
export function startLoop(round: () => Promise<unknown>, { everyMs, random, onError }: LoopOptions): Loop {
  const stop = new AbortController();
  const run = async () => {
    while (!stop.signal.aborted) {
      await round().catch(onError);
      const wait = everyMs * (0.9 + 0.2 * random());
      await pause(wait, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    close: () => {
      stop.abort();
      return running;
    },
  };
}
