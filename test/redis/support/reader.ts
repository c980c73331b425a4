import { createFetcher, DEFAULT_FETCH_SETTINGS } from '../../../src/fetch/index.js';
import { connectRedis } from '../../../src/redis/connect.js';
import { redisPoliteness } from '../../../src/redis/politeness.js';
import { PATIENCE } from '../../support/redis.js';

/** What a process is told that reads one host as often as it can. */
export interface ReaderTask {
  readonly url: string;
  readonly ca: string;
  /** Of the host on loopback. */
  readonly port: number;
  readonly prefix: string;
  /** Milliseconds for one reading. */
  readonly maxTimeMs: number;
  readonly perHost: number;
  readonly ratePerSecond: number;
  readonly burst: number;
  readonly readings: number;
}

const task = JSON.parse(process.argv[2] ?? '') as ReaderTask;
const options = { name: 'reader', role: 'command', onError: () => undefined, patience: PATIENCE } as const;
const redis = connectRedis(task.url, options);
const settings = {
  ...DEFAULT_FETCH_SETTINGS,
  ca: task.ca,
  maxTimeMs: task.maxTimeMs,
  connectTo: [{ host1: '', port1: 443, host2: '127.0.0.1', port2: task.port }],
};
const politeness = redisPoliteness({ redis, ...task });
const fetcher = createFetcher(settings, { clock: { now: () => new Date() }, politeness });
const policy = { redirects: 'none', maxRedirects: 0, maxBytes: 1_000, robots: 'ignore' } as const;
process.stdout.write('ready\n');
process.stdin.once('data', async () => {
  const request = { url: 'https://a.example/', accept: '*/*', policy };
  const readings = await Promise.all(Array.from({ length: task.readings }, () => fetcher.fetch(request)));
  process.stdout.write(`${JSON.stringify(readings.map(({ outcome }) => outcome))}\n`);
  await fetcher.close();
  await redis.quit();
  process.stdin.destroy();
});
