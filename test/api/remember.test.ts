import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { remembering } from '../../src/api/remember.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

function counting() {
  const asked: string[] = [];
  const read = remembering(
    (text) => {
      asked.push(text);
      if (text === 'bad') throw new RangeError(text);
      return text.toUpperCase();
    },
    { entries: 2, milliseconds: 1_000 },
  );
  return { asked, read };
}

it('reads once what is asked for again, and each time anew what it refuses', () => {
  const { asked, read } = counting();
  expect([read('a'), read('a')]).toEqual(['A', 'A']);
  expect(() => read('bad')).toThrow('bad');
  expect(() => read('bad')).toThrow('bad');
  expect(asked).toEqual(['a', 'bad', 'bad']);
});

it('remembers no more than it may', () => {
  const { asked, read } = counting();
  for (const text of ['a', 'b', 'a', 'b', 'c', 'a']) read(text);
  expect(asked).toEqual(['a', 'b', 'c', 'a']);
});

it('remembers nothing for longer than it may', () => {
  const { asked, read } = counting();
  read('a');
  vi.advanceTimersByTime(999);
  read('a');
  expect(asked).toEqual(['a']);
  vi.advanceTimersByTime(1);
  read('a');
  expect(asked).toEqual(['a', 'a']);
});
