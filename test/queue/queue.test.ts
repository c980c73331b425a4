import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { QueueError } from '../../src/queue/queue-error.js';
import {
  Final,
  type Handler,
  NotYet,
  Postpone,
  type QueueJob,
  type QueueWorker,
} from '../../src/queue/types.js';
import { describeWithRedis } from '../support/services.js';
import { type Harness, inProcess, type Open, overRedis } from './support/harness.js';
import { Held, ONE_EACH, Recorder } from './support/recorder.js';

const job = (id: string, more: Partial<QueueJob> = {}): QueueJob => ({
  id,
  kind: 'verify',
  lane: 'background',
  data: { job: id },
  ...more,
});
const NOTHING = { waiting: 0, delayed: 0, active: 0 };

describe('a queue in one process', () => suite(inProcess));
describeWithRedis('a queue on Redis', () => suite(overRedis()));

function suite(harness: Harness): void {
  let open: Open;
  let workers: QueueWorker[];

  beforeAll(() => harness.start());
  afterAll(() => harness.stop());
  beforeEach(() => {
    open = harness.open();
    workers = [];
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.close(0)));
    await open.close();
  });

  function work(handler: Handler, options = ONE_EACH, queue = open.queue): QueueWorker {
    const worker = queue.work(handler, options);
    workers.push(worker);
    return worker;
  }

  it('runs jobs in the order in which they came, with what they say of themselves', async () => {
    const seen = new Recorder<object>();
    await open.queue.add([job('a', { kind: 'fetch', data: { of: 'x', ordinal: 3 }, attempts: 2 }), job('b')]);
    await open.queue.add([job('c')]);
    work(async ({ signal, ...rest }) => seen.add({ ...rest, aborted: signal.aborted }));
    const common = { kind: 'verify', lane: 'background', attempt: 1, last: true, aborted: false };
    expect(await seen.until(3)).toEqual([
      { ...common, id: 'a', kind: 'fetch', data: { of: 'x', ordinal: 3 }, last: false },
      { ...common, id: 'b', data: { job: 'b' } },
      { ...common, id: 'c', data: { job: 'c' } },
    ]);
  });

  it('runs jobs that come while a worker waits', async () => {
    const seen = new Recorder();
    work(async ({ id }) => seen.add(id));
    await open.queue.add([job('a')]);
    await seen.until(1);
    await open.peer().add([job('b')]);
    expect(await seen.until(2)).toEqual(['a', 'b']);
  });

  it('changes nothing about a job that is there already, waiting or at work', async () => {
    const held = new Held();
    await open.queue.add([job('a', { data: { n: 1 } }), job('b', { data: { n: 1 } })]);
    await open.queue.add([job('b', { data: { n: 2 }, delayMs: 5_000 })]);
    work(held.handler);
    await held.started.until(1);
    await open.queue.add([job('a', { data: { n: 2 } })]);
    held.letGo('a');
    await held.started.until(2);
    held.letGo('b');
    await untilEmpty();
    expect(held.started.log.map(({ id, data }) => [id, data])).toEqual([
      ['a', { n: 1 }],
      ['b', { n: 1 }],
    ]);
  });

  it('takes an id again whose job has ended, well or not', async () => {
    const seen = new Recorder();
    const options = { ...ONE_EACH, onError: () => undefined };
    work(async ({ id }) => {
      seen.add(id);
      if (id === 'bad') throw new Error('trouble');
    }, options);
    await open.queue.add([job('good'), job('bad')]);
    await seen.until(2);
    await untilEmpty();
    await open.queue.add([job('good'), job('bad')]);
    expect(await seen.until(4)).toEqual(['good', 'bad', 'good', 'bad']);
  });

  it('keeps the same id apart in two lanes', async () => {
    const seen = new Recorder();
    await open.queue.add([job('a'), job('a', { lane: 'demand' })]);
    work(async ({ id, lane }) => seen.add(`${lane} ${id}`));
    expect([...(await seen.until(2))].sort()).toEqual(['background a', 'demand a']);
  });

  it('takes ids of digits alone', async () => {
    const seen = new Recorder();
    await open.queue.add([job('42')]);
    work(async ({ id }) => seen.add(id));
    expect(await seen.until(1)).toEqual(['42']);
  });

  it('lets later jobs go before one that has to wait', async () => {
    const seen = new Recorder();
    await open.queue.add([job('late', { delayMs: 300 }), job('later', { delayMs: 600 }), job('now')]);
    work(async ({ id }) => seen.add(id));
    expect(await seen.until(3)).toEqual(['now', 'late', 'later']);
  });

  it('counts those that have to wait by themselves', async () => {
    await open.queue.add([job('late', { delayMs: 60_000 }), job('later', { delayMs: 120_000 }), job('now')]);
    await open.queue.add([job('mine', { lane: 'demand' })]);
    expect(await open.queue.counts()).toEqual({
      demand: { waiting: 1, delayed: 0, active: 0 },
      background: { waiting: 1, delayed: 2, active: 0 },
    });
  });

  it('runs a job again that failed, as often as it may, and tells of each failure', async () => {
    const runs = new Recorder();
    const errors = new Recorder();
    const onError = (error: unknown, failed: { id: string } | null) =>
      errors.add(`${failed?.id} ${(error as Error).message}`);
    work(
      async ({ attempt, last }) => {
        runs.add(`${attempt} ${last}`);
        throw new Error(`trouble ${attempt}`);
      },
      { ...ONE_EACH, onError },
    );
    await open.queue.add([job('a', { attempts: 3, backOffMs: 20 })]);
    expect(await errors.until(3)).toEqual(['a trouble 1', 'a trouble 2', 'a trouble 3']);
    await untilEmpty();
    expect(runs.log).toEqual(['1 false', '2 false', '3 true']);
    expect(await open.queue.missing('background', ['a'])).toEqual(['a']);
  });

  it('does not run a job again that says it is final', async () => {
    const errors = new Recorder();
    const runs = new Recorder();
    work(
      async ({ id }) => {
        runs.add(id);
        throw new Final('no use');
      },
      { ...ONE_EACH, onError: (error) => errors.add((error as Error).message) },
    );
    await open.queue.add([job('a', { attempts: 5 })]);
    await errors.until(1);
    await untilEmpty();
    expect([runs.log, errors.log]).toEqual([['a'], ['no use']]);
  });

  it('runs a job again that has not succeeded yet, and tells of no failure', async () => {
    const runs = new Recorder<number>();
    const errors = new Recorder<unknown>();
    work(
      async ({ attempt, last }) => {
        runs.add(attempt);
        if (!last) throw new NotYet('a host is away');
      },
      { ...ONE_EACH, onError: (error) => errors.add(error) },
    );
    await open.queue.add([job('a', { attempts: 3, backOffMs: 1 })]);
    await runs.until(3);
    await untilEmpty();
    expect([runs.log, errors.log]).toEqual([[1, 2, 3], []]);
  });

  it('runs a postponed job later, and counts only runs that failed', async () => {
    const runs = new Recorder();
    const options = { ...ONE_EACH, onError: () => undefined };
    work(async ({ id, attempt }) => {
      runs.add(`${id} ${attempt}`);
      const count = runs.log.filter((run) => run.startsWith('a')).length;
      if (id === 'a' && count <= 2) throw new Postpone(100);
      if (id === 'a' && count === 3) throw new Error('trouble');
    }, options);
    await open.queue.add([job('a', { attempts: 2 }), job('b')]);
    await runs.until(5);
    await untilEmpty();
    expect(runs.log).toEqual(['a 1', 'b 1', 'a 1', 'a 1', 'a 2']);
  });

  it('runs as many at a time as the worker wants', async () => {
    const held = new Held();
    await open.queue.add(Array.from({ length: 6 }, (_, n) => job(`j${n}`)));
    const worker = work(held.handler, { concurrency: { demand: 0, background: 3 } });
    await held.started.until(3);
    expect(worker.active).toBe(3);
    expect((await open.queue.counts()).background).toEqual({ waiting: 3, delayed: 0, active: 3 });
    held.letGo('j1');
    await held.started.until(4);
    expect(worker.active).toBe(3);
  });

  it('takes nothing from a lane that the worker does not want', async () => {
    const seen = new Recorder();
    await open.queue.add([job('a', { lane: 'demand' })]);
    work(async ({ id }) => seen.add(id), { concurrency: { demand: 0, background: 1 } });
    await open.queue.add([job('b')]);
    await seen.until(1);
    expect(seen.log).toEqual(['b']);
    expect((await open.queue.counts()).demand).toEqual({ waiting: 1, delayed: 0, active: 0 });
  });

  it('holds up nobody who waits behind ten thousand jobs of the schedule', async () => {
    const held = new Held();
    const backlog = Array.from({ length: 10_000 }, (_, n) => job(`b${n}`));
    await open.queue.add(backlog);
    work(held.handler);
    await held.started.until(1);
    await open.queue.add([job('mine', { lane: 'demand' })]);
    await held.started.until(2);
    expect(held.started.log.map(({ id }) => id)).toEqual(['b0', 'mine']);
    expect((await open.queue.counts()).background.waiting).toBe(9_999);
  });

  it('gives each of a thousand jobs to one of several workers', async () => {
    const seen = new Recorder();
    const ids = Array.from({ length: 1_000 }, (_, n) => `j${n}`);
    const options = { ...ONE_EACH, concurrency: { demand: 1, background: 5 } };
    work(async ({ id }) => seen.add(id), options);
    work(async ({ id }) => seen.add(id), options, open.peer());
    work(async ({ id }) => seen.add(id), options, open.peer());
    await open.queue.add(ids.map((id) => job(id)));
    await seen.until(1_000);
    await untilEmpty();
    expect([...seen.log].sort()).toEqual([...ids].sort());
  });

  describe('flows', () => {
    it('run the parent when the last child has ended, well or not', async () => {
      const runs = new Recorder();
      const options = { ...ONE_EACH, onError: () => undefined };
      await open.queue.addFlow(job('parent', { kind: 'score' }), [
        job('good', { kind: 'fetch', delayMs: 200 }),
        job('bad', { kind: 'fetch', attempts: 2 }),
        job('other', { kind: 'fetch', lane: 'demand' }),
      ]);
      expect(await open.queue.missing('background', ['parent', 'good', 'bad'])).toEqual([]);
      work(async ({ id, kind }) => {
        runs.add(`${kind} ${id}`);
        if (id === 'bad') throw new Error('trouble');
      }, options);
      await runs.until(5);
      await untilEmpty();
      expect([...runs.log.slice(0, 4)].sort()).toEqual([
        'fetch bad',
        'fetch bad',
        'fetch good',
        'fetch other',
      ]);
      expect(runs.log[4]).toBe('score parent');
    });

    it('count a parent with those that have to wait', async () => {
      await open.queue.addFlow(job('parent'), [job('late', { delayMs: 60_000 }), job('now')]);
      expect((await open.queue.counts()).background).toEqual({ waiting: 1, delayed: 2, active: 0 });
    });

    it('do not wait for a child that was removed', async () => {
      const runs = new Recorder();
      await open.queue.addFlow(job('parent'), [job('child', { delayMs: 60_000 }), job('other')]);
      await open.queue.remove(['child']);
      work(async ({ id }) => runs.add(id));
      expect(await runs.until(2)).toEqual(['other', 'parent']);
    });

    it('leave the children where the parent was removed', async () => {
      const runs = new Recorder();
      await open.queue.addFlow(job('parent'), [job('child'), job('other')]);
      await open.queue.remove(['parent']);
      expect(await open.queue.missing('background', ['parent', 'child'])).toEqual(['parent']);
      work(async ({ id }) => runs.add(id));
      await runs.until(2);
      await untilEmpty();
      expect([...runs.log].sort()).toEqual(['child', 'other']);
    });

    it('change nothing where the parent is there already', async () => {
      await open.queue.addFlow(job('parent'), [job('child')]);
      await open.queue.addFlow(job('parent'), [job('child'), job('another')]);
      expect(await open.queue.missing('background', ['parent', 'child', 'another'])).toEqual(['another']);
    });

    it('wait for a child that was there already', async () => {
      const runs = new Recorder();
      await open.queue.add([job('child', { delayMs: 200 })]);
      await open.queue.addFlow(job('parent'), [job('child')]);
      work(async ({ id }) => runs.add(id));
      expect(await runs.until(2)).toEqual(['child', 'parent']);
    });

    it('run a parent without children at once', async () => {
      const runs = new Recorder();
      await open.queue.addFlow(job('parent'), []);
      work(async ({ id }) => runs.add(id));
      expect(await runs.until(1)).toEqual(['parent']);
    });
  });

  describe('removing', () => {
    it('takes out what waits and what is delayed, whoever put it in', async () => {
      const seen = new Recorder();
      await open.queue.add([job('a'), job('b', { lane: 'demand' }), job('c', { delayMs: 50 }), job('d')]);
      await open.peer().remove(['a', 'b', 'c', 'unknown']);
      expect(await open.queue.missing('background', ['a', 'c', 'd'])).toEqual(['a', 'c']);
      expect(await open.queue.missing('demand', ['b'])).toEqual(['b']);
      work(async ({ id }) => seen.add(id));
      await seen.until(1);
      await untilEmpty();
      expect(seen.log).toEqual(['d']);
    });

    it('stops a job at work, and drops it without a word', async () => {
      const held = new Held();
      work(held.handler);
      await open.queue.add([job('a', { attempts: 5 }), job('b')]);
      const [active] = await held.started.until(1);
      await open.peer().remove(['a']);
      await held.started.until(2);
      expect(active?.signal.reason).toBe('removed');
      expect(held.started.log.map(({ id }) => id)).toEqual(['a', 'b']);
      held.letGo('b');
      await untilEmpty();
    });

    it('drops a job that wants to be postponed after it was removed', async () => {
      const started = new Recorder();
      work(async ({ id, signal }) => {
        started.add(id);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        throw new Postpone(10);
      });
      await open.queue.add([job('a')]);
      await started.until(1);
      await open.queue.remove(['a']);
      await untilEmpty();
      expect(started.log).toEqual(['a']);
    });

    it('leaves the id free', async () => {
      const seen = new Recorder();
      work(async ({ id, data }) => seen.add(`${id} ${data.n}`));
      await open.queue.add([job('a', { data: { n: 1 }, delayMs: 60_000 })]);
      await open.queue.remove(['a']);
      await open.queue.add([job('a', { data: { n: 2 } })]);
      expect(await seen.until(1)).toEqual(['a 2']);
    });
  });

  describe('closing a worker', () => {
    it('waits for what is at work and takes nothing more', async () => {
      const held = new Held();
      const worker = work(held.handler);
      await open.queue.add([job('a'), job('b')]);
      const [active] = await held.started.until(1);
      const closed = worker.close(60_000);
      held.letGo('a');
      await closed;
      expect(active?.signal.aborted).toBe(false);
      expect(worker.active).toBe(0);
      expect((await open.queue.counts()).background).toEqual({ waiting: 1, delayed: 0, active: 0 });
      expect(await open.queue.missing('background', ['a', 'b'])).toEqual(['a']);
    });

    it('hands back what does not end in time, first in line and not counted as a run', async () => {
      const held = new Held();
      const worker = work(held.handler);
      await open.queue.add([job('a', { attempts: 2 }), job('b')]);
      const [active] = await held.started.until(1);
      await worker.close(0);
      expect(active?.signal.reason).toBe('shutdown');
      expect((await open.queue.counts()).background).toEqual({ waiting: 2, delayed: 0, active: 0 });
      const seen = new Recorder();
      work(async ({ id, attempt, last }) => seen.add(`${id} ${attempt} ${last}`), ONE_EACH, open.peer());
      expect(await seen.until(2)).toEqual(['a 1 false', 'b 1 true']);
    });

    it('keeps the result of a job that ends well although it was told to stop', async () => {
      const started = new Recorder();
      const worker = work(async ({ id, signal }) => {
        started.add(id);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      });
      await open.queue.add([job('a')]);
      await started.until(1);
      await worker.close(0);
      expect((await open.queue.counts()).background).toEqual(NOTHING);
    });

    it('is over at once where nothing is at work, and may be asked for twice', async () => {
      const worker = work(async () => undefined);
      await Promise.all([worker.close(60_000), worker.close(60_000)]);
      await open.queue.add([job('a')]);
      expect((await open.queue.counts()).background).toEqual({ waiting: 1, delayed: 0, active: 0 });
    });
  });

  it('says that it can be reached, until it is closed', async () => {
    expect(await open.queue.ping()).toBe(true);
    await open.queue.close();
    expect(await open.queue.ping()).toBe(false);
  });

  it('refuses everything after it was closed', async () => {
    await open.queue.close();
    const closed = new QueueError('closed', 'the queue was closed');
    await expect(open.queue.add([job('a')])).rejects.toEqual(closed);
    await expect(open.queue.addFlow(job('a'), [])).rejects.toEqual(closed);
    await expect(open.queue.missing('demand', ['a'])).rejects.toEqual(closed);
    await expect(open.queue.remove(['a'])).rejects.toEqual(closed);
    await expect(open.queue.counts()).rejects.toEqual(closed);
    expect(() => open.queue.work(async () => undefined, ONE_EACH)).toThrow(closed);
    await open.queue.close();
  });

  it.each([
    ['an empty id', { id: '' }],
    ['an id with a colon', { id: 'a:b' }],
    ['an id too long', { id: 'a'.repeat(97) }],
    ['no run', { attempts: 0 }],
    ['a delay that is no number', { delayMs: Number.NaN }],
    ['a negative back-off', { backOffMs: -1 }],
  ])('refuses %s, and with it whatever came along', async (_, wrong) => {
    const jobs = [job('good'), { ...job('bad'), ...wrong }];
    await expect(open.queue.add(jobs)).rejects.toThrow(TypeError);
    await expect(open.queue.addFlow(job('parent'), jobs)).rejects.toThrow(TypeError);
    expect((await open.queue.counts()).background).toEqual(NOTHING);
  });

  /** Until nothing waits and nothing is at work; jobs that ended tell nobody, so the queue is asked again and again. */
  async function untilEmpty(): Promise<void> {
    await expect
      .poll(() => open.queue.counts(), { interval: 20 })
      .toEqual({ demand: NOTHING, background: NOTHING });
  }
}
