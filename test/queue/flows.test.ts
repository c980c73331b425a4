import { expect, it } from 'vitest';
import { describeQueues, job } from './support/both-queues.js';
import { ONE_EACH, Recorder } from './support/recorder.js';

describeQueues('flows of a queue', (given) => {
  it('run the parent when the last child has ended, well or not', async () => {
    const runs = new Recorder();
    const options = { ...ONE_EACH, onError: () => undefined };
    await given.queue.addFlow(job('parent', { kind: 'score' }), [
      job('good', { kind: 'fetch', delayMs: 200 }),
      job('bad', { kind: 'fetch', attempts: 2 }),
      job('other', { kind: 'fetch', lane: 'demand' }),
    ]);
    expect(await given.queue.missing('background', ['parent', 'good', 'bad'])).toEqual([]);
    given.work(async ({ id, kind }) => {
      runs.add(`${kind} ${id}`);
      if (id === 'bad') throw new Error('trouble');
    }, options);
    await runs.until(5);
    await given.untilEmpty();
    expect([...runs.log.slice(0, 4)].sort()).toEqual(['fetch bad', 'fetch bad', 'fetch good', 'fetch other']);
    expect(runs.log[4]).toBe('score parent');
  });

  it('count a parent with those that have to wait', async () => {
    await given.queue.addFlow(job('parent'), [job('late', { delayMs: 60_000 }), job('now')]);
    expect((await given.queue.counts()).background).toEqual({ waiting: 1, delayed: 2, active: 0 });
  });

  it('do not wait for a child that was removed', async () => {
    const runs = new Recorder();
    await given.queue.addFlow(job('parent'), [job('child', { delayMs: 60_000 }), job('other')]);
    await given.queue.remove(['child']);
    given.work(async ({ id }) => runs.add(id));
    expect(await runs.until(2)).toEqual(['other', 'parent']);
  });

  it('leave the children where the parent was removed', async () => {
    const runs = new Recorder();
    await given.queue.addFlow(job('parent'), [job('child'), job('other')]);
    await given.queue.remove(['parent']);
    expect(await given.queue.missing('background', ['parent', 'child'])).toEqual(['parent']);
    given.work(async ({ id }) => runs.add(id));
    await runs.until(2);
    await given.untilEmpty();
    expect([...runs.log].sort()).toEqual(['child', 'other']);
  });

  it('change nothing where the parent is there already', async () => {
    await given.queue.addFlow(job('parent'), [job('child')]);
    await given.queue.addFlow(job('parent'), [job('child'), job('another')]);
    expect(await given.queue.missing('background', ['parent', 'child', 'another'])).toEqual(['another']);
  });

  it('wait for a child that was there already', async () => {
    const runs = new Recorder();
    await given.queue.add([job('child', { delayMs: 200 })]);
    await given.queue.addFlow(job('parent'), [job('child')]);
    given.work(async ({ id }) => runs.add(id));
    expect(await runs.until(2)).toEqual(['child', 'parent']);
  });

  it('run a parent without children at once', async () => {
    const runs = new Recorder();
    await given.queue.addFlow(job('parent'), []);
    given.work(async ({ id }) => runs.add(id));
    expect(await runs.until(1)).toEqual(['parent']);
  });
});
