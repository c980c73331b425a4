import { vi } from 'vitest';

/**
 * Runs `test` while timers and `performance` stand still, moved by `vi` alone: sockets go on, so that a reading is a real
 * one, and no pause of the machine runs against its time.
 */
export async function inStillTime<T>(test: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    return await test();
  } finally {
    vi.useRealTimers();
  }
}
