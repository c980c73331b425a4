import { expect, it } from 'vitest';
import { localPoliteness } from '../../src/fetch/local-politeness.js';
import type { Politeness } from '../../src/fetch/politeness.js';
import { unnamedHosts } from '../../src/redis/unnamed-hosts.js';
import { frozenClock } from '../support/frozen-clock.js';

const HOST = 'alice.example';
const { signal } = new AbortController();

it('hosts without names are as polite, to each of them and from each process', async () => {
  const shared = localPoliteness({ clock: frozenClock() });
  const [one, other] = [unnamedHosts(shared), unnamedHosts(shared)];
  one.rest(HOST, 5_000);
  const resting = { release: null, restMs: 5_000 };
  expect([other.takeNow(HOST), await other.take(HOST, signal)]).toEqual([resting, resting]);
  expect((await other.take('bob.example', signal))?.release).toBeTypeOf('function');
});

it('and nobody is told what they are called', async () => {
  const told: string[] = [];
  const hearing: Politeness = {
    takeNow: (host) => {
      told.push(host);
      return null;
    },
    take: async (host) => {
      told.push(host);
      return null;
    },
    rest: (host) => void told.push(host),
  };
  const unnamed = unnamedHosts(hearing);
  unnamed.takeNow(HOST);
  await unnamed.take(HOST, signal);
  unnamed.rest(HOST, 1);
  expect(told).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^[\w-]{43}$/)));
});
