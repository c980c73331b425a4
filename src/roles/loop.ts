import { setTimeout as pause } from 'node:timers/promises';

export interface LoopOptions {
  /** Milliseconds from the end of one round to the begin of the next. */
  readonly everyMs: number;
  /** The first round waits for it; where it rejects there is none. */
  readonly after?: Promise<void>;
  /** 0 to 1: rounds of several processes must not fall together. */
  readonly random: () => number;
  /** Hears of a round that failed; the next one tries again. */
  readonly onError: (error: unknown) => void;
}

export interface Loop {
  /** Ends it after the round under way. */
  close(): Promise<void>;
}

/** Does something again and again, one round at a time. */
export function startLoop(round: () => Promise<unknown>, options: LoopOptions): Loop {
  const { everyMs, random, onError, after = Promise.resolve() } = options;
  const stop = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    stop.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const run = async () => {
    const ready = await Promise.race([after.then(() => true).catch(() => false), stopped]);
    if (!ready) return;
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
