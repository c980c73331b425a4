import { afterEach, describe, expect, it, vi } from 'vitest';
import { askTogether } from '../../src/api/together.js';

interface Question {
  readonly keys: readonly string[];
  answer(values: Readonly<Record<string, number>>): void;
  fail(error: Error): void;
}

/** Questions that are answered by hand; `next` waits for one to be asked. */
function byHand(limits: { keys: number; questions: number; lateMs?: number }) {
  const asked: Question[] = [];
  const waiting: ((question: Question) => void)[] = [];
  const ask = askTogether<number>(
    (keys) =>
      new Promise((resolve, reject) => {
        const answer = (values: Readonly<Record<string, number>>) => resolve(new Map(Object.entries(values)));
        const question = { keys, answer, fail: reject };
        const next = waiting.shift();
        if (next) next(question);
        else asked.push(question);
      }),
    { lateMs: 1, ...limits },
  );
  const next = (): Promise<Question> => {
    const question = asked.shift();
    return question ? Promise.resolve(question) : new Promise((resolve) => waiting.push(resolve));
  };
  return { ask, next, open: () => asked.length };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('asking together', () => {
  afterEach(() => vi.useRealTimers());

  it('makes one question of all who ask in one turn, each key once', async () => {
    const { ask, next } = byHand({ keys: 8, questions: 1 });
    const answers = Promise.all(['a', 'b', 'a', 'c'].map(ask));
    const question = await next();
    expect(question.keys).toEqual(['a', 'b', 'c']);
    question.answer({ a: 1, c: 3 });
    expect(await answers).toEqual([1, null, 1, 3]);
  });

  it('makes one question of all who ask while another is out, until that is late', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { ask, next, open } = byHand({ keys: 8, questions: 2, lateMs: 5 });
    const first = ask('a');
    const hanging = await next();
    const others = Promise.all(['b', 'a'].map(ask));
    await turn();
    vi.advanceTimersByTime(4);
    await turn();
    expect(open()).toBe(0);
    vi.advanceTimersByTime(1);
    const second = await next();
    expect(second.keys).toEqual(['b', 'a']);
    second.answer({ a: 3, b: 2 });
    expect(await others).toEqual([2, 3]);
    hanging.answer({ a: 1 });
    expect(await first).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives nobody what was found before he asked', async () => {
    const { ask, next } = byHand({ keys: 8, questions: 2 });
    const first = ask('a');
    const before = await next();
    const second = ask('a');
    const after = await next();
    after.answer({ a: 2 });
    before.answer({ a: 1 });
    expect([await first, await second]).toEqual([1, 2]);
  });

  it('asks no more at a time than it may, and goes on with those who waited', async () => {
    const { ask, next, open } = byHand({ keys: 2, questions: 2 });
    const answers = Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(ask));
    const [one, two] = [await next(), await next()];
    await turn();
    await turn();
    expect([one.keys, two.keys, open()]).toEqual([['a', 'b'], ['c', 'd'], 0]);
    one.answer({ a: 1, b: 2 });
    const three = await next();
    expect(three.keys).toEqual(['e', 'f']);
    three.answer({ e: 5, f: 6 });
    two.answer({ c: 3, d: 4 });
    const four = await next();
    four.answer({ g: 7 });
    expect(await answers).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('tells all who asked of a failure, and asks anew for the next', async () => {
    const { ask, next } = byHand({ keys: 8, questions: 1 });
    const answers = Promise.allSettled([ask('a'), ask('b')]);
    const reason = new Error('away');
    (await next()).fail(reason);
    expect(await answers).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
    const again = ask('a');
    (await next()).answer({ a: 1 });
    expect(await again).toBe(1);
  });
});
