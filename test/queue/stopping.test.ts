import { expect, it } from 'vitest';
import { Postpone } from '../../src/queue/types.js';
import { describeQueues, job, NOTHING } from './support/both-queues.js';
import { Held, ONE_EACH, Recorder } from './support/recorder.js';

describeQueues('removing from a queue', (given) => {
  it('takes out what waits and what is delayed, whoever put it in', async () => {
    const seen = new Recorder();
    await given.queue.add([job('a'), job('b', { lane: 'demand' }), job('c', { delayMs: 50 }), job('d')]);
    await given.peer().remove(['a', 'b', 'c', 'unknown']);
    expect(await given.queue.missing('background', ['a', 'c', 'd'])).toEqual(['a', 'c']);
    expect(await given.queue.missing('demand', ['b'])).toEqual(['b']);
    given.work(async ({ id }) => seen.add(id));
    await seen.until(1);
    await given.untilEmpty();
    expect(seen.log).toEqual(['d']);
  });

  it('stops a job at work, and drops it without a word', async () => {
    const held = new Held();
    given.work(held.handler);
    await given.queue.add([job('a', { attempts: 5 }), job('b')]);
    const [active] = await held.started.until(1);
    await given.peer().remove(['a']);
    await held.started.until(2);
    expect(active?.signal.reason).toBe('removed');
    expect(held.started.log.map(({ id }) => id)).toEqual(['a', 'b']);
    held.letGo('b');
    await given.untilEmpty();
  });

  it('drops a job that wants to be postponed after it was removed', async () => {
    const started = new Recorder();
    given.work(async ({ id, signal }) => {
      started.add(id);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw new Postpone(10);
    });
    await given.queue.add([job('a')]);
    await started.until(1);
    await given.queue.remove(['a']);
    await given.untilEmpty();
    expect(started.log).toEqual(['a']);
  });

  it('leaves the id free', async () => {
    const seen = new Recorder();
    given.work(async ({ id, data }) => seen.add(`${id} ${data.n}`));
    await given.queue.add([job('a', { data: { n: 1 }, delayMs: 60_000 })]);
    await given.queue.remove(['a']);
    await given.queue.add([job('a', { data: { n: 2 } })]);
    expect(await seen.until(1)).toEqual(['a 2']);
  });
});

describeQueues('closing a worker of a queue', (given) => {
  it('waits for what is at work and takes nothing more', async () => {
    const held = new Held();
    const worker = given.work(held.handler);
    await given.queue.add([job('a'), job('b')]);
    const [active] = await held.started.until(1);
    const closed = worker.close(60_000);
    held.letGo('a');
    await closed;
    expect(active?.signal.aborted).toBe(false);
    expect(worker.active).toBe(0);
    expect((await given.queue.counts()).background).toEqual({ waiting: 1, delayed: 0, active: 0 });
    expect(await given.queue.missing('background', ['a', 'b'])).toEqual(['a']);
  });

  it('hands back what does not end in time, first in line and not counted as a run', async () => {
    const held = new Held();
    const worker = given.work(held.handler);
    await given.queue.add([job('a', { attempts: 2 }), job('b')]);
    const [active] = await held.started.until(1);
    await worker.close(0);
    expect(active?.signal.reason).toBe('shutdown');
    expect((await given.queue.counts()).background).toEqual({ waiting: 2, delayed: 0, active: 0 });
    const seen = new Recorder();
    given.work(async ({ id, attempt, last }) => seen.add(`${id} ${attempt} ${last}`), ONE_EACH, given.peer());
    expect(await seen.until(2)).toEqual(['a 1 false', 'b 1 true']);
  });

  it('keeps the result of a job that ends well although it was told to stop', async () => {
    const started = new Recorder();
    const worker = given.work(async ({ id, signal }) => {
      started.add(id);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    });
    await given.queue.add([job('a')]);
    await started.until(1);
    await worker.close(0);
    expect((await given.queue.counts()).background).toEqual(NOTHING);
  });

  it('is over at once where nothing is at work, and may be asked for twice', async () => {
    const worker = given.work(async () => undefined);
    await Promise.all([worker.close(60_000), worker.close(60_000)]);
    await given.queue.add([job('a')]);
    expect((await given.queue.counts()).background).toEqual({ waiting: 1, delayed: 0, active: 0 });
  });
});
