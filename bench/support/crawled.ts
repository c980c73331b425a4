import { verify } from '../../src/crawl/index.js';
import { startInternet } from '../../src/demo/internet.js';
import { createFetcher, DEFAULT_FETCH_SETTINGS } from '../../src/fetch/index.js';
import { openStore } from '../../src/store/open-store.js';
import { createCrowd } from '../crowd.js';

/** Verifications at a time. */
const CONCURRENCY = 8;

/** Verifies `size` users so often and keeps it in a store; gives the users. */
export async function crawlInto(url: string, size: number, rounds: number): Promise<readonly string[]> {
  const { population, subjects } = await createCrowd(size, new Date());
  const internet = await startInternet({ sites: population.sites(), dns: population.dns() });
  const clock = { now: () => new Date() };
  const store = await openStore(url);
  const settings = {
    ...DEFAULT_FETCH_SETTINGS,
    connectTo: [{ host1: '', port1: 443, host2: '127.0.0.1', port2: internet.port }],
    ca: internet.ca,
    dnsServers: [internet.dns.address],
  };
  const fetcher = createFetcher(settings, { clock });
  const work = Array.from({ length: rounds }, () => subjects).flat();
  let next = 0;
  const lane = async () => {
    for (let subject = work[next++]; subject !== undefined; subject = work[next++]) {
      const { report } = await verify(subject, { fetcher, clock, store });
      if (report.verdict !== 'consistent') throw new Error(`${subject} is ${report.verdict}`);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
  await fetcher.close();
  await internet.close();
  await store.close();
  return subjects;
}
