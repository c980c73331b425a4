import { expect, it } from 'vitest';
import type { CachedResponse, ResponseCache } from '../../src/fetch/types.js';
import { withCache } from '../../src/fetch/with-cache.js';
import { startHostileServer, text } from '../support/hostile-server.js';
import { get, loopbackFetcher } from '../support/loopback-fetcher.js';

function memory(): ResponseCache & { readonly kept: Map<string, CachedResponse> } {
  const kept = new Map<string, CachedResponse>();
  return {
    kept,
    get: async (url) => kept.get(url) ?? null,
    put: async (response) => void kept.set(response.url, response),
  };
}

it('answers kept for one subject are not given to another', async () => {
  const server = await startHostileServer();
  let asked = 0;
  server.route('/page', ({ socket }) => {
    asked += 1;
    socket.write(text('hello', { 'cache-control': 'max-age=600' }));
  });
  const fetcher = loopbackFetcher(server);
  const [alice, bob] = [memory(), memory()];
  const read = async (cache: ResponseCache) => {
    const reading = await get(withCache(fetcher, cache), 'https://a.example/page');
    return reading.outcome === 'read' && reading.fromCache;
  };
  expect([await read(alice), await read(alice), await read(bob), asked]).toEqual([false, true, false, 2]);
  expect([alice.kept.size, bob.kept.size]).toEqual([1, 1]);
  await fetcher.close();
  await server.close();
});
