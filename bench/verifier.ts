import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verify } from '../src/crawl/index.js';
import { createFetcher, DEFAULT_FETCH_SETTINGS } from '../src/fetch/index.js';
import { openStore } from '../src/store/open-store.js';
import { serveJob } from './measure.js';

/**
 * Whole verifications, as `crossproof verify` makes them: one fetcher, one store on disk, every answer cached
 * and every reading durable before the next step.
 */
serveJob<string>(async ({ server }) => {
  const folder = await mkdtemp(join(tmpdir(), 'crossproof-bench-'));
  const store = await openStore(join(folder, 'store.sqlite'));
  const clock = { now: () => new Date() };
  const fetcher = createFetcher(
    {
      ...DEFAULT_FETCH_SETTINGS,
      connectTo: [{ host1: '', port1: 443, host2: '127.0.0.1', port2: server.port }],
      ca: server.ca,
      dnsServers: [server.dns],
    },
    { clock, cache: store.responseCache() },
  );
  return {
    work: async (subject) => {
      const { report } = await verify(subject, { fetcher, clock, store });
      return report.verdict === 'consistent';
    },
    close: async () => {
      await fetcher.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});
