import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { STOP_GRACE_MS } from '../../src/queue/limits.js';
import { Runs } from '../../src/queue/runs.js';

const job = { id: 'a', kind: 'verify', lane: 'demand', data: {}, attempt: 1, last: true } as const;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('hands back a job whose handler does not stop when it is told to', async () => {
  const runs = new Runs();
  const outcome = runs.run(job, () => new Promise(() => undefined));
  const drained = runs.drain(1_000);
  await vi.advanceTimersByTimeAsync(1_000 + STOP_GRACE_MS);
  await drained;
  expect(await outcome).toEqual({ kind: 'handed-back' });
  expect(runs.size).toBe(0);
});

it('drops one that was removed and does not stop either', async () => {
  const runs = new Runs();
  const outcome = runs.run(job, () => new Promise(() => undefined));
  expect(runs.remove(job)).toBe(true);
  const drained = runs.drain(1_000);
  await vi.advanceTimersByTimeAsync(1_000 + STOP_GRACE_MS);
  await drained;
  expect(await outcome).toEqual({ kind: 'dropped' });
});

it('hands back untouched what comes in while it stops', async () => {
  const runs = new Runs();
  const handler = vi.fn(async () => undefined);
  await runs.drain(0);
  expect(await runs.run(job, handler)).toEqual({ kind: 'handed-back' });
  expect(handler).not.toHaveBeenCalled();
});

it('waits for no timer once all have ended', async () => {
  const runs = new Runs();
  let end: () => void = () => undefined;
  const outcome = runs.run(job, () => new Promise((resolve) => (end = resolve)));
  const drained = runs.drain(1_000);
  end();
  await drained;
  expect(await outcome).toEqual({ kind: 'done' });
  expect(vi.getTimerCount()).toBe(0);
});

it('takes a handler that throws at once for one that failed', async () => {
  const runs = new Runs();
  const error = new Error('trouble');
  const outcome = await runs.run(job, () => {
    throw error;
  });
  expect(outcome).toMatchObject({ kind: 'failed', error, final: false });
});
