import { describe, expect, it } from 'vitest';
import { reconnectDelay } from '../../src/redis/connect.js';
import { RedisError } from '../../src/redis/redis-error.js';
import { parseRedisUrl } from '../../src/redis/url.js';

describe('the address of a Redis', () => {
  it.each([
    ['redis://localhost', { host: 'localhost', port: 6379, db: 0, tls: false }],
    ['redis://localhost:7000/3', { host: 'localhost', port: 7000, db: 3, tls: false }],
    ['redis://[::1]:7000/', { host: '::1', port: 7000, db: 0, tls: false }],
    [
      'rediss://bob:p%40ss%2Fword@redis.example',
      { host: 'redis.example', port: 6379, username: 'bob', password: 'p@ss/word', db: 0, tls: true },
    ],
    ['redis://:secret@localhost', { host: 'localhost', port: 6379, password: 'secret', db: 0, tls: false }],
  ])('%s is read', (text, address) => {
    expect(parseRedisUrl(text)).toEqual(address);
  });

  it.each([
    ['secret', 'it is no URL'],
    ['secret.example:6379', 'it does not begin with redis: or rediss:'],
    ['https://bob:secret@redis.example', 'it does not begin with redis: or rediss:'],
    ['redis:///0', 'it names no host'],
    ['redis://redis.example/secret', 'what follows the host is not the number of a database'],
    ['redis://redis.example/1/2', 'what follows the host is not the number of a database'],
    ['redis://redis.example?password=secret', 'it has a query or a fragment, which mean nothing here'],
    ['redis://bob:secret%zz@redis.example', 'user or password is not percent-encoded'],
  ])('%s is refused, and not repeated', (text, why) => {
    expect(() => parseRedisUrl(text)).toThrow(new RedisError('url', `the address of Redis is wrong: ${why}`));
  });
});

it('attempts to reconnect come ever more slowly, up to two seconds, and never all at once', () => {
  const delays = (random: number) => [1, 2, 3, 6, 7, 1_000_000].map((n) => reconnectDelay(n, random));
  expect([delays(0), delays(1)]).toEqual([
    [25, 50, 100, 800, 1_000, 1_000],
    [50, 100, 200, 1_600, 2_000, 2_000],
  ]);
});
