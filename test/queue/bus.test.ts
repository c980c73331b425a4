import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bus, localBus } from '../../src/queue/bus.js';
import { redisBus } from '../../src/queue/redis-bus.js';
import { PATIENCE, type PrivateRedis, startRedis } from '../support/redis.js';
import { describeWithRedis } from '../support/services.js';
import { Recorder } from './support/recorder.js';

type Pair = readonly [Bus, Bus];

describe('a bus within one process', () => {
  suite(() => {
    const bus = localBus();
    return [bus, bus];
  });
});

describeWithRedis('a bus over Redis', () => {
  let redis: PrivateRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  const connect = (): Bus =>
    redisBus({ url: redis.url, prefix: 'test', onError: () => undefined, patience: PATIENCE });
  const open = (): Pair => [connect(), connect()];
  suite(open);

  it('drops what is published while Redis is away, and tells everybody to look when it is back', async () => {
    const [here, there] = open();
    const heard = new Recorder();
    here.subscribe('a', () => heard.add('a'));
    here.subscribe('b', () => heard.add('b'));
    await heard.until((log) => log.includes('a') && log.includes('b'));
    await redis.kill();
    heard.log.length = 0;
    there.publish('a');
    await redis.restart({ keepData: false });
    await heard.until((log) => log.includes('a') && log.includes('b'));
    const timer = setInterval(() => there.publish('a'), 10);
    await heard.until((log) => log.filter((entry) => entry === 'a').length > 1);
    clearInterval(timer);
    await here.close();
    await there.close();
  });
});

function suite(open: () => Pair): void {
  let here: Bus;
  let there: Bus;
  let heard: Recorder;

  beforeEach(() => {
    [here, there] = open();
    heard = new Recorder();
    return async () => {
      await here.close();
      await there.close();
    };
  });

  /** A subscription takes effect some time later: published until it is heard. */
  async function publishUntil(id: string, enough: (log: readonly string[]) => boolean): Promise<void> {
    const timer = setInterval(() => there.publish(id), 10);
    await heard.until(enough).finally(() => clearInterval(timer));
  }
  const includes = (entry: string) => (log: readonly string[]) => log.includes(entry);

  it('tells whoever listens to a job, and nobody else', async () => {
    const other = new Recorder();
    here.subscribe('b', () => other.add('b'));
    here.subscribe('a', () => heard.add('first'));
    here.subscribe('a', () => heard.add('second'));
    await publishUntil('a', includes('second'));
    // Over the same connection, so that all subscriptions hold, and whoever has to look once they do was told.
    here.subscribe('end', () => heard.add('end'));
    await publishUntil('end', includes('end'));
    const before = other.log.length;
    heard.log.length = 0;
    await publishUntil('a', (log) => log.includes('first') && log.includes('second'));
    expect(other.log.length).toBe(before);
  });

  it('tells nobody who has stopped listening, and goes on telling the others', async () => {
    const stop = here.subscribe('a', () => heard.add('gone'));
    here.subscribe('a', () => heard.add('stays'));
    await publishUntil('a', includes('gone'));
    stop();
    stop();
    heard.log.length = 0;
    await publishUntil('a', includes('stays'));
    expect(heard.log).not.toContain('gone');
  });

  it('can be listened to again after everybody had stopped', async () => {
    here.subscribe('a', () => heard.add('first'))();
    here.subscribe('a', () => heard.add('second'));
    await publishUntil('a', includes('second'));
    expect(heard.log).not.toContain('first');
  });

  it('says nothing after it was closed, and minds nothing', async () => {
    const stop = here.subscribe('a', () => heard.add('heard'));
    await publishUntil('a', includes('heard'));
    await here.close();
    heard.log.length = 0;
    here.publish('a');
    there.publish('a');
    stop();
    expect(heard.log).toEqual([]);
  });
}
