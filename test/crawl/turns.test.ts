import { expect, test } from 'vitest';
import { createTurns } from '../../src/crawl/places/turns.js';

test('work is done one by one, in its order, and the event loop turns before each', async () => {
  const turn = createTurns();
  let turns = 0;
  const count = () => {
    turns += 1;
    ticking = setImmediate(count);
  };
  let ticking = setImmediate(count);
  const seen = await Promise.all(['first', 'second', 'third'].map((name) => turn(() => ({ name, turns }))));
  clearImmediate(ticking);
  expect(seen.map(({ name }) => name)).toEqual(['first', 'second', 'third']);
  expect(new Set(seen.map((one) => one.turns)).size).toBe(3);
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
