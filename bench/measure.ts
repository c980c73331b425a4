import type { Job, Measurement } from './messages.js';
import { startProfile } from './profile.js';

/** Milliseconds between two looks at the heap: a peak between two of them is missed. */
const SAMPLE_MS = 20;

/** Runs `work` over `items`, at most `concurrency` at a time; counts those that resolve to false. */
async function inParallel<Item>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item) => Promise<boolean>,
): Promise<number> {
  let next = 0;
  let failures = 0;
  const lane = async () => {
    while (next < items.length) {
      const item = items[next] as Item;
      next += 1;
      if (!(await work(item))) failures += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return failures;
}

/** Warms up, then measures one job in this process. */
export async function measure<Item>(
  job: Job<Item>,
  work: (item: Item) => Promise<boolean>,
): Promise<Measurement> {
  await inParallel(job.warmUp, job.concurrency, work);
  const stop = job.profile ? await startProfile() : null;
  let peakHeap = 0;
  const sampler = setInterval(() => {
    peakHeap = Math.max(peakHeap, process.memoryUsage().heapUsed);
  }, SAMPLE_MS);
  const cpu = process.cpuUsage();
  const started = performance.now();
  const failures = await inParallel(job.items, job.concurrency, work);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  clearInterval(sampler);
  const shares = stop ? await stop() : null;
  peakHeap = Math.max(peakHeap, process.memoryUsage().heapUsed);
  globalThis.gc?.();
  return {
    seconds,
    cpuMicros: user + system,
    peakRss: process.resourceUsage().maxRSS * 1024,
    peakHeap,
    keptHeap: process.memoryUsage().heapUsed,
    failures,
    shares,
  };
}

/** A client's process: takes one job from the parent, sends the measurement back, and ends. */
export function serveJob<Item>(
  prepare: (
    job: Job<Item>,
  ) => Promise<{ work: (item: Item) => Promise<boolean>; close: () => Promise<void> }>,
): void {
  process.once('disconnect', () => process.exit()); // The parent went away: nobody waits for the answer.
  process.once('message', async (message) => {
    const job = message as Job<Item>;
    const { work, close } = await prepare(job);
    const measurement = await measure(job, work);
    await close();
    process.send?.(measurement, () => process.disconnect());
  });
}
