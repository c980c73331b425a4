import { type AddressInfo, createServer, connect as dial, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Redis } from 'ioredis';
import { afterEach, expect, it } from 'vitest';
import { createAuthority } from '../../src/demo/certificates.js';
import { connectRedis, type RedisRole } from '../../src/redis/connect.js';
import type { RedisError } from '../../src/redis/redis-error.js';
import { PATIENCE, startRedis } from '../support/redis.js';
import { describeWithRedis } from '../support/services.js';
import { child } from './support/child.js';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of open.splice(0).reverse()) await end();
});

async function server() {
  const redis = await startRedis();
  open.push(() => redis.stop());
  return redis;
}

interface Client {
  readonly redis: Redis;
  readonly errors: RedisError[];
  /** Resolves with the first error told after this call. */
  nextError(): Promise<RedisError>;
}

function client(url: string, role: RedisRole, patience = PATIENCE): Client {
  const errors: RedisError[] = [];
  const waiting: ((error: RedisError) => void)[] = [];
  const onError = (error: RedisError) => {
    errors.push(error);
    for (const tell of waiting.splice(0)) tell(error);
  };
  const redis = connectRedis(url, { name: `test-${role}`, role, onError, patience });
  open.push(() => redis.disconnect());
  return { redis, errors, nextError: () => new Promise((resolve) => waiting.push(resolve)) };
}

/** Resolves when the event has come so often. (`once` of node:events would reject at the first error told.) */
function times(redis: Redis, event: 'ready' | 'reconnecting', count: number): Promise<void> {
  let left = count;
  return new Promise((resolve) => {
    redis.on(event, () => {
      left -= 1;
      if (left === 0) resolve();
    });
  });
}

/** A server on a free port that takes connections and never says anything. */
async function silent(): Promise<number> {
  const nothing = createServer(() => undefined);
  return listen(nothing);
}

async function listen(listener: Server): Promise<number> {
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  open.push(() => listener.close());
  return (listener.address() as AddressInfo).port;
}

describeWithRedis('a connection', () => {
  it('says its name to the server', async () => {
    const { url } = await server();
    const { redis } = client(url, 'command');
    expect(await redis.client('GETNAME')).toBe('test-command');
  });

  it('comes back by itself after a restart, with its subscriptions, and tells of the outage once', async () => {
    const real = await server();
    const [command, subscriber] = [client(real.url, 'command'), client(real.url, 'subscriber')];
    await Promise.all([command.redis.set('a', '1'), subscriber.redis.subscribe('news')]);
    const attempts = times(command.redis, 'reconnecting', 4);
    await real.kill();
    await attempts;
    const ready = [command, subscriber].map(({ redis }) => times(redis, 'ready', 1));
    await real.restart({ keepData: true });
    await Promise.all(ready);
    // Its subscriptions are on their way then.
    const subscribed = async () => (await command.redis.pubsub('NUMSUB', 'news'))[1];
    await expect.poll(subscribed).toBe(1);
    const heard = new Promise((resolve) => subscriber.redis.on('message', (...message) => resolve(message)));
    await command.redis.publish('news', 'hello');
    expect(await heard).toEqual(['news', 'hello']);
    const told = command.errors.map(({ message }) => message);
    expect(told.filter((message) => message.includes('ECONNREFUSED'))).toHaveLength(1);
  });

  it('may be made before there is a server', async () => {
    const real = await server();
    await real.kill();
    const { redis, nextError } = client(real.url, 'blocking');
    const popped = redis.blpop('list', 0);
    expect(await nextError()).toMatchObject({ name: 'RedisError', code: 'unavailable' });
    await real.restart({ keepData: true });
    await client(real.url, 'command').redis.rpush('list', 'late');
    expect(await popped).toEqual(['list', 'late']);
  });
});

describeWithRedis('a command that cannot be answered fails, and somebody else is asked or told', () => {
  it('where nobody listens', async () => {
    const real = await server();
    await real.kill();
    await expect(client(real.url, 'command').redis.get('a')).rejects.toThrow();
  });

  it('where somebody listens and says nothing', async () => {
    const port = await silent();
    await expect(client(`redis://127.0.0.1:${port}`, 'command', 1).redis.get('a')).rejects.toThrow();
  });

  it('where the server dies before it answers; it is not sent again', async () => {
    const real = await server();
    const { redis } = client(real.url, 'command');
    const other = client(real.url, 'blocking');
    await redis.ping();
    const failed = expect(redis.blpop('list', 0)).rejects.toThrow();
    await real.kill();
    await failed;
    const ready = times(redis, 'ready', 1);
    await real.restart({ keepData: true });
    await ready;
    await redis.ping();
    await other.redis.rpush('list', 'kept');
    expect(await other.redis.lrange('list', 0, -1)).toEqual(['kept']);
  });
});

describeWithRedis('a password', () => {
  it('that is wrong is told of without being told, to whoever waits as well', async () => {
    const real = await server();
    await client(real.url, 'command').redis.config('SET', 'requirepass', 'right');
    const { redis, nextError } = client(real.url.replace('://', '://:very-wrong@'), 'command');
    const error = await nextError();
    expect(error.message).toContain('WRONGPASS');
    const waiting = await redis.get('a').catch((reason: unknown) => reason);
    const texts = [error, waiting].map((each) => `${each} ${JSON.stringify(each)}`);
    expect(texts.filter((text) => text.includes('very-wrong'))).toEqual([]);
  });

  it('that is right lets in', async () => {
    const real = await server();
    await client(real.url, 'command').redis.config('SET', 'requirepass', 'p@ss/word');
    const { redis } = client(real.url.replace('://', '://:p%40ss%2Fword@'), 'command');
    expect(await redis.ping()).toBe('PONG');
  });
});

describeWithRedis('rediss:', () => {
  async function behindTls(): Promise<{ port: number; ca: string }> {
    const real = await server();
    const authority = await createAuthority();
    const { key, cert } = await authority.issue(['localhost']);
    const front = createTlsServer({ key, cert }, (socket) => {
      const back = dial(real.port, '127.0.0.1');
      back.on('error', () => socket.destroy());
      socket.on('error', () => back.destroy());
      socket.on('close', () => back.destroy());
      socket.pipe(back).pipe(socket);
    });
    front.on('tlsClientError', () => undefined);
    return { port: await listen(front), ca: authority.certificate };
  }

  it('refuses a server whose certificate nobody vouches for', async () => {
    const { port } = await behindTls();
    const { nextError } = client(`rediss://localhost:${port}`, 'command');
    expect((await nextError()).message).toMatch(/certificate/);
  });

  it('speaks to one of an authority that the environment names', async () => {
    const { port, ca } = await behindTls();
    const pinging = await child('./ping.ts', { ca }, `rediss://localhost:${port}`);
    expect([await pinging.ended, pinging.lines]).toEqual([0, ['PONG']]);
  });
});
