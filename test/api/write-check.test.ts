import { expect, it } from 'vitest';
import type { CheckResult } from '../../src/api/health.js';
import { TRY_AGAIN_MS, TRY_MS, writeCheck } from '../../src/api/write-check.js';
import { RedisError } from '../../src/redis/redis-error.js';
import { StoreError } from '../../src/store/store-error.js';
import { frozenClock } from '../support/frozen-clock.js';

const FULL = new StoreError('full', 'store x: no room left on the disk');

/** A check whose tries end as the test says, with all that it logs. */
function given() {
  const clock = frozenClock();
  const tries: { readonly end: (error?: unknown) => void }[] = [];
  const logged: unknown[] = [];
  const check = writeCheck(
    () =>
      new Promise<void>((resolve, reject) => {
        tries.push({ end: (error) => (error === undefined ? resolve() : reject(error)) });
      }),
    {
      ...{ name: 'store', clock },
      log: {
        error: (event, error, fields) => void logged.push([event, error, fields]),
        info: (event, fields) => void logged.push([event, fields]),
      },
    },
  );
  /** One try that ends like this. */
  const tried = async (error?: unknown): Promise<CheckResult> => {
    clock.advance(TRY_AGAIN_MS);
    const result = check();
    tries.at(-1)?.end(error);
    return result;
  };
  return { clock, tries, logged, check, tried };
}

it('says why nothing can be written, by the code of the error', async () => {
  const { tried } = given();
  expect(await tried()).toBe('ok');
  expect(await tried(FULL)).toBe('full');
  expect(await tried(new StoreError('read-only', 'x'))).toBe('read-only');
  expect(await tried(new RedisError('unavailable', 'x'))).toBe('failed');
  expect(await tried('no error')).toBe('failed');
  expect(await tried()).toBe('ok');
});

it('tries once in a while, however many ask, and all of them hear the same', async () => {
  const { clock, tries, check } = given();
  const asked = [check(), check(), check()];
  tries[0]?.end(FULL);
  expect(await Promise.all(asked)).toEqual(['full', 'full', 'full']);
  clock.advance(TRY_AGAIN_MS - 1);
  expect([await check(), tries.length]).toEqual(['full', 1]);
  clock.advance(1);
  const again = check();
  tries[1]?.end();
  expect([await again, tries.length]).toEqual(['ok', 2]);
});

it('tells what the last try found while one takes long, begins no other beside it, and calls it late in the end', async () => {
  const { clock, tries, check, tried } = given();
  await tried();
  clock.advance(TRY_AGAIN_MS);
  expect(await check()).toBe('ok');
  clock.advance(TRY_MS);
  expect([await check(), tries.length]).toEqual(['timeout', 2]);
  tries[1]?.end(FULL);
  await new Promise(setImmediate);
  expect(await tried()).toBe('ok');
});

it('tries again when the clock was put back', async () => {
  const { clock, tries, check, tried } = given();
  await tried();
  clock.advance(-3_600_000);
  const asked = check();
  tries[1]?.end(FULL);
  expect(await asked).toBe('full');
});

it('the log has it once when it begins, when the reason changes, and when it is over', async () => {
  const { logged, tried } = given();
  const away = new StoreError('unavailable', 'store x: cannot be reached');
  await tried();
  expect(logged).toEqual([]);
  for (const error of [FULL, FULL, away, away, undefined, undefined]) await tried(error);
  expect(logged).toEqual([
    ['write-refused', FULL, { kind: 'store', outcome: 'full' }],
    ['write-refused', away, { kind: 'store', outcome: 'failed' }],
    ['write-taken', { kind: 'store' }],
  ]);
});
