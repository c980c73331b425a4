import { expect, it } from 'vitest';
import { QueueError } from '../../src/queue/queue-error.js';
import { Final, NotYet, Postpone } from '../../src/queue/types.js';
import { describeQueues, job, NOTHING } from './support/both-queues.js';
import { Held, ONE_EACH, Recorder } from './support/recorder.js';

describeQueues('a queue', (given) => {
  it('runs jobs in the order in which they came, with what they say of themselves', async () => {
    const seen = new Recorder<object>();
    await given.queue.add([
      job('a', { kind: 'fetch', data: { of: 'x', ordinal: 3 }, attempts: 2 }),
      job('b'),
    ]);
    await given.queue.add([job('c')]);
    given.work(async ({ signal, ...rest }) => seen.add({ ...rest, aborted: signal.aborted }));
    const common = { kind: 'verify', lane: 'background', attempt: 1, last: true, aborted: false };
    expect(await seen.until(3)).toEqual([
      { ...common, id: 'a', kind: 'fetch', data: { of: 'x', ordinal: 3 }, last: false },
      { ...common, id: 'b', data: { job: 'b' } },
      { ...common, id: 'c', data: { job: 'c' } },
    ]);
  });

  it('runs jobs that come while a worker waits', async () => {
    const seen = new Recorder();
    given.work(async ({ id }) => seen.add(id));
    await given.queue.add([job('a')]);
    await seen.until(1);
    await given.peer().add([job('b')]);
    expect(await seen.until(2)).toEqual(['a', 'b']);
  });

  it('changes nothing about a job that is there already, waiting or at work', async () => {
    const held = new Held();
    await given.queue.add([job('a', { data: { n: 1 } }), job('b', { data: { n: 1 } })]);
    await given.queue.add([job('b', { data: { n: 2 }, delayMs: 5_000 })]);
    given.work(held.handler);
    await held.started.until(1);
    await given.queue.add([job('a', { data: { n: 2 } })]);
    held.letGo('a');
    await held.started.until(2);
    held.letGo('b');
    await given.untilEmpty();
    expect(held.started.log.map(({ id, data }) => [id, data])).toEqual([
      ['a', { n: 1 }],
      ['b', { n: 1 }],
    ]);
  });

  it('takes an id again whose job has ended, well or not', async () => {
    const seen = new Recorder();
    const options = { ...ONE_EACH, onError: () => undefined };
    given.work(async ({ id }) => {
      seen.add(id);
      if (id === 'bad') throw new Error('trouble');
    }, options);
    await given.queue.add([job('good'), job('bad')]);
    await seen.until(2);
    await given.untilEmpty();
    await given.queue.add([job('good'), job('bad')]);
    expect(await seen.until(4)).toEqual(['good', 'bad', 'good', 'bad']);
  });

  it('keeps the same id apart in two lanes', async () => {
    const seen = new Recorder();
    await given.queue.add([job('a'), job('a', { lane: 'demand' })]);
    given.work(async ({ id, lane }) => seen.add(`${lane} ${id}`));
    expect([...(await seen.until(2))].sort()).toEqual(['background a', 'demand a']);
  });

  it('takes ids of digits alone', async () => {
    const seen = new Recorder();
    await given.queue.add([job('42')]);
    given.work(async ({ id }) => seen.add(id));
    expect(await seen.until(1)).toEqual(['42']);
  });

  it('lets later jobs go before one that has to wait', async () => {
    const seen = new Recorder();
    await given.queue.add([job('late', { delayMs: 300 }), job('later', { delayMs: 600 }), job('now')]);
    given.work(async ({ id }) => seen.add(id));
    expect(await seen.until(3)).toEqual(['now', 'late', 'later']);
  });

  it('counts those that have to wait by themselves', async () => {
    await given.queue.add([job('late', { delayMs: 60_000 }), job('later', { delayMs: 120_000 }), job('now')]);
    await given.queue.add([job('mine', { lane: 'demand' })]);
    expect(await given.queue.counts()).toEqual({
      demand: { waiting: 1, delayed: 0, active: 0 },
      background: { waiting: 1, delayed: 2, active: 0 },
    });
  });

  it('runs a job again that failed, as often as it may, and tells of each failure', async () => {
    const runs = new Recorder();
    const errors = new Recorder();
    const onError = (error: unknown, failed: { id: string } | null) =>
      errors.add(`${failed?.id} ${(error as Error).message}`);
    given.work(
      async ({ attempt, last }) => {
        runs.add(`${attempt} ${last}`);
        throw new Error(`trouble ${attempt}`);
      },
      { ...ONE_EACH, onError },
    );
    await given.queue.add([job('a', { attempts: 3, backOffMs: 20 })]);
    expect(await errors.until(3)).toEqual(['a trouble 1', 'a trouble 2', 'a trouble 3']);
    await given.untilEmpty();
    expect(runs.log).toEqual(['1 false', '2 false', '3 true']);
    expect(await given.queue.missing('background', ['a'])).toEqual(['a']);
  });

  it('does not run a job again that says it is final', async () => {
    const errors = new Recorder();
    const runs = new Recorder();
    given.work(
      async ({ id }) => {
        runs.add(id);
        throw new Final('no use');
      },
      { ...ONE_EACH, onError: (error) => errors.add((error as Error).message) },
    );
    await given.queue.add([job('a', { attempts: 5 })]);
    await errors.until(1);
    await given.untilEmpty();
    expect([runs.log, errors.log]).toEqual([['a'], ['no use']]);
  });

  it('runs a job again that has not succeeded yet, and tells of no failure', async () => {
    const runs = new Recorder<number>();
    const errors = new Recorder<unknown>();
    given.work(
      async ({ attempt, last }) => {
        runs.add(attempt);
        if (!last) throw new NotYet('a host is away');
      },
      { ...ONE_EACH, onError: (error) => errors.add(error) },
    );
    await given.queue.add([job('a', { attempts: 3, backOffMs: 1 })]);
    await runs.until(3);
    await given.untilEmpty();
    expect([runs.log, errors.log]).toEqual([[1, 2, 3], []]);
  });

  it('runs a postponed job later, and counts only runs that failed', async () => {
    const runs = new Recorder();
    const options = { ...ONE_EACH, onError: () => undefined };
    given.work(async ({ id, attempt }) => {
      runs.add(`${id} ${attempt}`);
      const count = runs.log.filter((run) => run.startsWith('a')).length;
      if (id === 'a' && count <= 2) throw new Postpone(100);
      if (id === 'a' && count === 3) throw new Error('trouble');
    }, options);
    await given.queue.add([job('a', { attempts: 2 }), job('b')]);
    await runs.until(5);
    await given.untilEmpty();
    expect(runs.log).toEqual(['a 1', 'b 1', 'a 1', 'a 1', 'a 2']);
  });

  it('runs as many at a time as the worker wants', async () => {
    const held = new Held();
    await given.queue.add(Array.from({ length: 6 }, (_, n) => job(`j${n}`)));
    const worker = given.work(held.handler, { concurrency: { demand: 0, background: 3 } });
    await held.started.until(3);
    expect(worker.active).toBe(3);
    expect((await given.queue.counts()).background).toEqual({ waiting: 3, delayed: 0, active: 3 });
    held.letGo('j1');
    await held.started.until(4);
    expect(worker.active).toBe(3);
  });

  it('takes nothing from a lane that the worker does not want', async () => {
    const seen = new Recorder();
    await given.queue.add([job('a', { lane: 'demand' })]);
    given.work(async ({ id }) => seen.add(id), { concurrency: { demand: 0, background: 1 } });
    await given.queue.add([job('b')]);
    await seen.until(1);
    expect(seen.log).toEqual(['b']);
    expect((await given.queue.counts()).demand).toEqual({ waiting: 1, delayed: 0, active: 0 });
  });

  it('holds up nobody who waits behind ten thousand jobs of the schedule', async () => {
    const held = new Held();
    const backlog = Array.from({ length: 10_000 }, (_, n) => job(`b${n}`));
    await given.queue.add(backlog);
    given.work(held.handler);
    await held.started.until(1);
    await given.queue.add([job('mine', { lane: 'demand' })]);
    await held.started.until(2);
    expect(held.started.log.map(({ id }) => id)).toEqual(['b0', 'mine']);
    expect((await given.queue.counts()).background.waiting).toBe(9_999);
  });

  it('gives each of a thousand jobs to one of several workers', async () => {
    const seen = new Recorder();
    const ids = Array.from({ length: 1_000 }, (_, n) => `j${n}`);
    const options = { ...ONE_EACH, concurrency: { demand: 1, background: 5 } };
    given.work(async ({ id }) => seen.add(id), options);
    given.work(async ({ id }) => seen.add(id), options, given.peer());
    given.work(async ({ id }) => seen.add(id), options, given.peer());
    await given.queue.add(ids.map((id) => job(id)));
    await seen.until(1_000);
    await given.untilEmpty();
    expect([...seen.log].sort()).toEqual([...ids].sort());
  });

  it('says that it can be reached, until it is closed', async () => {
    expect(await given.queue.ping()).toBe(true);
    await given.queue.close();
    expect(await given.queue.ping()).toBe(false);
  });

  it('refuses everything after it was closed', async () => {
    await given.queue.close();
    const closed = new QueueError('closed', 'the queue was closed');
    await expect(given.queue.add([job('a')])).rejects.toEqual(closed);
    await expect(given.queue.addFlow(job('a'), [])).rejects.toEqual(closed);
    await expect(given.queue.missing('demand', ['a'])).rejects.toEqual(closed);
    await expect(given.queue.remove(['a'])).rejects.toEqual(closed);
    await expect(given.queue.counts()).rejects.toEqual(closed);
    expect(() => given.queue.work(async () => undefined, ONE_EACH)).toThrow(closed);
    await given.queue.close();
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
    await expect(given.queue.add(jobs)).rejects.toThrow(TypeError);
    await expect(given.queue.addFlow(job('parent'), jobs)).rejects.toThrow(TypeError);
    expect((await given.queue.counts()).background).toEqual(NOTHING);
  });
});
