import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_DELAY_MS } from '../../src/queue/limits.js';
import { Postpone, type QueueJob } from '../../src/queue/types.js';
import { describeWithRedis } from '../support/services.js';
import { type Harness, inProcess, type Open, overRedis } from './support/harness.js';
import { ONE_EACH, Recorder } from './support/recorder.js';

const HOUR_MS = 3_600_000;
const job = (id: string, more: Partial<QueueJob> = {}): QueueJob => ({
  id,
  kind: 'verify',
  lane: 'demand',
  data: { job: id },
  ...more,
});

describe('a clock that is set back, and a queue in one process', () => suite(inProcess));
describeWithRedis('a clock that is set back, and a queue on Redis', () => suite(overRedis()));

function suite(harness: Harness): void {
  let open: Open;
  beforeAll(() => harness.start());
  afterAll(() => harness.stop());
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], shouldAdvanceTime: true });
    open = harness.open();
  });
  afterEach(async () => {
    vi.useRealTimers();
    await open.close();
  });

  it('keep no job for longer than it was put off for', async () => {
    const { queue } = open;
    const seen = new Recorder();
    let runs = 0;
    const worker = queue.work(async ({ id }) => {
      seen.add(id);
      runs += 1;
      if (runs === 1) throw new Postpone(1_000);
    }, ONE_EACH);
    await queue.add([job('a'), job('b', { lane: 'background', delayMs: 1_000 })]);
    await seen.until(1);
    // It has been put off; where the machine stood still meanwhile it may even have run again.
    await expect.poll(() => queue.counts()).toMatchObject({ demand: { waiting: 0, active: 0 } });
    vi.setSystemTime(Date.now() - HOUR_MS);
    await queue.pullIn();
    await seen.until(3);
    expect([...seen.log].sort()).toEqual(['a', 'a', 'b']);
    await worker.close(0);
  });

  it('leave alone what was put off for long', async () => {
    const { queue } = open;
    await queue.add([job('a', { delayMs: 2 * MAX_DELAY_MS })]);
    expect(await queue.pullIn()).toBe(0);
    expect((await queue.counts()).demand).toEqual({ waiting: 0, delayed: 1, active: 0 });
  });
}
