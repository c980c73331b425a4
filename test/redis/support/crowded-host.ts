import { setTimeout as sleep } from 'node:timers/promises';
import type { SiteAnswer, SiteHandler } from '../../../src/demo/answers.js';
import { type Internet, startInternet } from '../../../src/demo/internet.js';

/** One host that notes who is with it, and when each came. */
export interface CrowdedHost {
  readonly internet: Internet;
  /** Milliseconds on the monotonic clock, in order. */
  readonly arrivals: number[];
  /** The most requests that it had at a time. */
  most(): number;
  close(): Promise<void>;
}

/** Milliseconds that the host takes over a request: long enough for others to arrive meanwhile. */
const SERVICE_MS = 30;

/**
 * `answer` is asked with the number of the request, from 1. The first are kept until so many of them (`together`) are there,
 * however slow the machine: those who may come at the same time are seen to.
 */
export async function startCrowdedHost(
  answer: (count: number) => SiteAnswer,
  together = 1,
): Promise<CrowdedHost> {
  let assembled = () => {};
  const assembly = new Promise<void>((resolve) => {
    assembled = resolve;
  });
  const arrivals: number[] = [];
  let inside = 0;
  let most = 0;
  const handler: SiteHandler = async () => {
    const count = arrivals.push(performance.now());
    inside += 1;
    most = Math.max(most, inside);
    if (inside >= together) assembled();
    await assembly;
    await sleep(SERVICE_MS);
    inside -= 1;
    return answer(count);
  };
  const internet = await startInternet({ sites: { 'a.example': handler } });
  return { internet, arrivals, most: () => most, close: () => internet.close() };
}
