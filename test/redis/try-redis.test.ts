import { expect, it, onTestFinished } from 'vitest';
import { connectRedis } from '../../src/redis/connect.js';
import { RedisError } from '../../src/redis/redis-error.js';
import { tryRedis } from '../../src/redis/try-redis.js';
import { fillDisk } from '../store/support/fill-disk.js';
import { smallDisk } from '../store/support/small-disk.js';
import { startRedis } from '../support/redis.js';
import { describeWithRedis } from '../support/services.js';

async function started(config: readonly string[] = []) {
  const server = await startRedis({ config });
  onTestFinished(() => server.stop());
  const redis = connectRedis(server.url, { name: 'test', role: 'command', onError: () => undefined });
  onTestFinished(() => redis.disconnect());
  return { server, redis };
}

/** What a try says: `ok`, or code and words. */
async function said(tried: Promise<void>): Promise<string> {
  try {
    await tried;
    return 'ok';
  } catch (error) {
    if (!(error instanceof RedisError)) throw error;
    return `${error.code} ${error.message}`;
  }
}

describeWithRedis('trying to write to Redis', () => {
  it('leaves a key that goes by itself', async () => {
    const { redis } = await started();
    await tryRedis(redis, 'test');
    expect(await redis.keys('*')).toEqual(['test:try']);
    expect(await redis.ttl('test:try')).toBeGreaterThan(0);
  });

  it('fails where all its memory is used, and is well when it has more', async () => {
    const { server, redis } = await started(['--maxmemory', '1']);
    expect(await redis.ping()).toBe('PONG');
    expect(await said(tryRedis(redis, 'test'))).toBe(
      'full redis: it holds all that its maxmemory allows; raise that, and keep noeviction',
    );
    await server.cli('config', 'set', 'maxmemory', '0');
    expect(await said(tryRedis(redis, 'test'))).toBe('ok');
  });

  it('fails where its own disk is full, and is well when there is room again', async ({ skip }) => {
    const disk = smallDisk(4096) ?? skip('mounting a small disk is not permitted');
    const { server, redis } = await started(['--dir', disk]);
    expect(await said(tryRedis(redis, 'test'))).toBe('ok');
    const makeRoom = fillDisk(disk);
    // More than the page that the log has begun; it is acknowledged, and the log is behind.
    await server.cli('set', 'large', 'x'.repeat(10_000));
    const said1 = () => said(tryRedis(redis, 'test'));
    await expect
      .poll(said1, { timeout: 10_000 })
      .toBe(
        'read-only redis: it cannot write its own disk and takes nothing; make room there, and see its log',
      );
    makeRoom();
    await expect.poll(said1, { timeout: 10_000 }).toBe('ok');
  });

  it('fails on a replica', async () => {
    const { server, redis } = await started();
    await server.cli('replicaof', '127.0.0.1', '1');
    expect(await said(tryRedis(redis, 'test'))).toBe(
      'read-only redis: it is a replica and takes nothing; name the primary',
    );
  });

  it('fails where it is away', async () => {
    const { server, redis } = await started();
    await redis.ping();
    await server.kill();
    expect(await said(tryRedis(redis, 'test'))).toMatch(/^unavailable redis: /);
  });
});
