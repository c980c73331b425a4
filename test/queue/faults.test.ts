import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bullQueue } from '../../src/queue/bullmq.js';
import { QueueError } from '../../src/queue/queue-error.js';
import { Final, type Handler, type Queue, type QueueJob } from '../../src/queue/types.js';
import { child } from '../store/support/child.js';
import { PATIENCE, type PrivateRedis, startRedis } from '../support/redis.js';
import { describeWithRedis } from '../support/services.js';
import { Held, Recorder } from './support/recorder.js';

/** As short as goes, so that a lock that is lost is lost soon. */
const SHORT_LOCK = 1;
/** So long that no pause of the machine takes a job from who holds it. */
const LONG_LOCK = 600;
/** Seconds between two looks for jobs of the dead. */
const STALLED_SECONDS = 1;
const CHILD = '../../queue/support/worker-child.ts';
const AWAY = new QueueError('unavailable', 'the queue: Redis is away');

const job = (id: string, more: Partial<QueueJob> = {}): QueueJob => ({
  id,
  kind: 'verify',
  lane: 'demand',
  data: { job: id },
  ...more,
});
const NOTHING = { waiting: 0, delayed: 0, active: 0 };

describeWithRedis('a queue whose Redis or worker goes away', () => {
  let redis: PrivateRedis;
  let prefix: string;
  let queue: Queue;
  let errors: unknown[];

  beforeEach(async () => {
    redis = await startRedis();
    prefix = `test-${randomBytes(6).toString('hex')}`;
    errors = [];
    queue = connect();
  });
  afterEach(async () => {
    await queue.close();
    await redis.stop();
  });

  /** Another process, by default one that waits for whatever is slow. */
  function connect({ lockSeconds = LONG_LOCK, patience = PATIENCE } = {}): Queue {
    const onError = (error: QueueError) => errors.push(error);
    const options = { url: redis.url, prefix, onError, lockSeconds, stalledSeconds: STALLED_SECONDS };
    return bullQueue({ ...options, patience });
  }

  /** In the place of the queue that each test begins with. */
  async function begin(options: Parameters<typeof connect>[0]): Promise<void> {
    await queue.close();
    queue = connect(options);
  }

  const work = (handler: Handler) =>
    queue.work(handler, {
      concurrency: { demand: 1, background: 1 },
      onError: (error) => errors.push(error),
    });

  const untilEmpty = () =>
    expect.poll(() => queue.counts(), { interval: 50 }).toEqual({ demand: NOTHING, background: NOTHING });

  it('gives the job of a worker that was killed to another, and counts no run', async () => {
    const doomed = child(CHILD, redis.url, prefix);
    await queue.add([job('a'), job('b')]);
    await doomed.reached(1);
    doomed.process.kill('SIGKILL');
    await doomed.ended;
    const seen = new Recorder();
    work(async ({ id, attempt, last }) => seen.add(`${id} ${attempt} ${last}`));
    await seen.until(2);
    await untilEmpty();
    expect(doomed.lines).toEqual(['a']);
    expect([...seen.log].sort()).toEqual(['a 1 true', 'b 1 true']);
  });

  it('does not run a job again that was removed after its worker was killed', async () => {
    const doomed = child(CHILD, redis.url, prefix);
    await queue.add([job('a'), job('b')]);
    await doomed.reached(1);
    doomed.process.kill('SIGKILL');
    await doomed.ended;
    await queue.remove(['a']);
    const seen = new Recorder();
    work(async ({ id }) => seen.add(id));
    await seen.until(1);
    await untilEmpty();
    expect(seen.log).toEqual(['b']);
  });

  it('stops a job that was removed while its worker could not be told', async () => {
    const held = new Held();
    work(held.handler);
    await queue.add([job('a'), job('b')]);
    const [active] = await held.started.until(1);
    const client = new Redis(redis.url);
    await client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await Promise.all([queue.remove(['a']), client.quit()]);
    await held.started.until(2);
    expect(active?.signal.reason).toBe('removed');
    held.letGo('b');
    await untilEmpty();
    expect(held.started.log.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('drops a job that ended too many workers, and says so', async () => {
    const seen = new Recorder();
    await queue.add([job('a', { attempts: 3 }), job('b')]);
    // BullMQ's own mark, made when it has counted to its limit.
    await redis.cli('hset', `${prefix}:queue:demand:ja`, 'defa', 'job stalled more than allowable limit');
    work(async ({ id }) => seen.add(id));
    await seen.until(1);
    await untilEmpty();
    expect(seen.log).toEqual(['b']);
    expect(errors).toEqual([new Error('job a ended too many workers')]);
  });

  it('goes on when Redis was restarted, with all that it held', async () => {
    const held = new Held();
    work(held.handler);
    await queue.add([job('a'), job('b'), job('c', { delayMs: 500 })]);
    const [active] = await held.started.until(1);
    await redis.restart({ keepData: true });
    await letAllGo(held);
    expect(new Set(held.started.log.map(({ id }) => id))).toEqual(new Set(['a', 'b', 'c']));
    expect(active?.signal.aborted).toBe(false);
  });

  it('says what is missing when Redis has lost its data, and takes it again', async () => {
    const held = new Held();
    work(held.handler);
    await queue.add([job('a'), job('b')]);
    await held.started.until(1);
    await redis.restart({ keepData: false });
    await expect.poll(() => queue.missing('demand', ['a', 'b'])).toEqual(['a', 'b']);
    held.letGo('a');
    await queue.add([job('b')]);
    await held.started.until(2);
    held.letGo('b');
    await untilEmpty();
    expect(held.started.log.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('leaves a job at work alone when Redis is out of reach for longer than a lock', async () => {
    await begin({ lockSeconds: SHORT_LOCK });
    const held = new Held();
    work(held.handler);
    await queue.add([job('a'), job('b')]);
    const [active] = await held.started.until(1);
    await frozen(2 * SHORT_LOCK);
    expect(active?.signal.aborted).toBe(false);
    await letAllGo(held);
    expect(new Set(held.started.log.map(({ id }) => id))).toEqual(new Set(['a', 'b']));
    expect(active?.signal.aborted).toBe(false);
  });

  it('never runs a job twice at once in one process, even where its lock is lost', async () => {
    await begin({ lockSeconds: SHORT_LOCK });
    const atOnce = new Recorder<number>();
    let running = 0;
    const held = new Held();
    queue.work(
      async (active) => {
        running += 1;
        atOnce.add(running);
        await held.handler(active).finally(() => {
          running -= 1;
        });
      },
      { concurrency: { demand: 3, background: 1 }, onError: (error) => errors.push(error) },
    );
    await queue.add([job('a')]);
    await held.started.until(1);
    await frozen(2 * SHORT_LOCK);
    // Its worker has put it back in line itself, taken it again and put it off.
    await expect.poll(async () => (await queue.counts()).demand.delayed).toBe(1);
    held.letGo('a');
    await held.started.until(2);
    // Where the machine stands still for longer than a lock it runs once more, but again not at the same time.
    await letAllGo(held);
    expect(new Set(atOnce.log)).toEqual(new Set([1]));
  });

  it('starts before Redis does', async () => {
    const { port } = redis;
    await redis.kill();
    const seen = new Recorder();
    work(async ({ id }) => seen.add(id));
    const late = connect({ patience: 1 });
    await expect(late.add([job('a')])).rejects.toEqual(AWAY);
    expect(await late.ping()).toBe(false);
    await redis.restart({ keepData: true });
    expect(redis.port).toBe(port);
    await expect.poll(() => late.ping()).toBe(true);
    await queue.add([job('a')]);
    expect(await seen.until(1)).toEqual(['a']);
    await late.close();
    expect(errors.every((error) => error instanceof QueueError)).toBe(true);
    expect(errors.length).toBeGreaterThan(0);
  });

  it('tells within a bounded time that Redis does not answer, and answers again when it does', async () => {
    await queue.add([job('a')]);
    const hasty = connect({ patience: 1 });
    await expect.poll(() => hasty.ping()).toBe(true);
    process.kill(redis.pid(), 'SIGSTOP');
    expect(await hasty.ping()).toBe(false);
    await expect(hasty.add([job('b')])).rejects.toMatchObject({ code: 'unavailable' });
    await expect(hasty.remove(['a'])).rejects.toMatchObject({ code: 'unavailable' });
    process.kill(redis.pid(), 'SIGCONT');
    await expect.poll(() => hasty.ping()).toBe(true);
    await queue.add([job('b')]);
    expect(await queue.missing('demand', ['b'])).toEqual([]);
    await hasty.close();
  });

  it('closes although Redis is away, in the middle of a job', async () => {
    await begin({ lockSeconds: SHORT_LOCK, patience: 1 });
    const held = new Held();
    const worker = work(held.handler);
    await queue.add([job('a', { attempts: 2 })]);
    const [active] = await held.started.until(1);
    await redis.kill();
    await worker.close(0);
    await queue.close();
    expect(active?.signal.reason).toBe('shutdown');
    await redis.restart({ keepData: true });
    queue = connect();
    const seen = new Recorder();
    work(async ({ id, attempt }) => seen.add(`${id} ${attempt}`));
    expect(await seen.until(1)).toEqual(['a 1']);
  });

  it('closes although Redis was never there', async () => {
    await redis.kill();
    const late = connect({ patience: 1 });
    const worker = late.work(async () => undefined, { concurrency: { demand: 1, background: 1 } });
    await worker.close(60_000);
    await late.close();
  });

  it('keeps nothing in Redis of what a handler says when it fails', async () => {
    const secret = 'https://private.example/account';
    const failed = new Recorder();
    queue.work(
      async ({ id }) => {
        throw id === 'final' ? new Final(secret) : new Error(secret);
      },
      {
        concurrency: { demand: 1, background: 1 },
        onError: (error) => failed.add((error as Error).message),
      },
    );
    await queue.addFlow(job('parent', { delayMs: 60_000 }), [
      job('final'),
      job('again', { attempts: 2, backOffMs: 600_000 }),
    ]);
    expect(await failed.until(2)).toEqual([secret, secret]);
    await expect.poll(async () => (await queue.counts()).demand.active).toBe(0);
    const dump = await everything();
    expect(dump).toContain('jagain');
    expect(dump).not.toContain('private.example');
  });

  it('leaves nothing of a job that has ended but its id among the last events', async () => {
    const seen = new Recorder();
    work(async ({ id }) => seen.add(id));
    await queue.addFlow(job('parent'), [job('child')]);
    await seen.until(2);
    await untilEmpty();
    const client = new Redis(redis.url);
    const keys = (await client.keys('*')).map((key) => key.slice(prefix.length));
    await client.quit();
    expect(keys.filter((key) => /jparent|jchild/.test(key))).toEqual([]);
  });

  /** Stops Redis for so long without ending a connection, as a cut in the network does. */
  async function frozen(seconds: number): Promise<void> {
    process.kill(redis.pid(), 'SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    process.kill(redis.pid(), 'SIGCONT');
  }

  /** Lets every job go, and again where it comes again because its lock was lost. */
  async function letAllGo(held: Held): Promise<void> {
    const timer = setInterval(() => {
      for (const { id } of held.started.log) held.letGo(id);
    }, 50);
    try {
      await untilEmpty();
    } finally {
      clearInterval(timer);
    }
  }

  /** All keys with all they hold, as text. */
  async function everything(): Promise<string> {
    const client = new Redis(redis.url);
    await client.config('SET', 'rdbcompression', 'no');
    const keys = await client.keys('*');
    const dumps = await Promise.all(keys.map((key) => client.dumpBuffer(key)));
    await client.quit();
    // BullMQ has keys that expire: one may be gone since they were listed.
    const still = (dumps as (Buffer | null)[]).filter((dump) => dump !== null);
    return keys.join('\n') + Buffer.concat(still).toString('latin1');
  }
});
