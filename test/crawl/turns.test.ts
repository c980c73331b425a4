import { expect, test } from 'vitest';
import { createTurns } from '../../src/crawl/places/turns.js';

test('work is done one by one, in its order, and the event loop has a turn before each', async () => {
  const turn = createTurns();
  const seen: string[] = [];
  const work = (name: string) => turn(() => seen.push(name));
  const all = [work('first'), work('second'), work('third')];
  for (let at = 1; at <= 3; at += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(`turn ${at}`);
  }
  await Promise.all(all);
  expect(seen).toEqual(['first', 'turn 1', 'second', 'turn 2', 'third', 'turn 3']);
});

test('a bug in one piece of work is its own: the next ones still come', async () => {
  const turn = createTurns();
  const broken = turn(() => {
    throw new Error('a bug');
  });
  const next = turn(() => 'done');
  await expect(broken).rejects.toThrow('a bug');
  expect(await next).toBe('done');
});
