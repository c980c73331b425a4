import { startInternet } from '../src/demo/internet.js';
import { createCrowd } from './crowd.js';
import type { LoggedUrl, ServerReady } from './messages.js';

/** The hosts of `argv[2]` users, in a process of their own, until the parent goes away. */
const size = Number(process.argv[2]);
const { population, subjects } = await createCrowd(size, new Date());
const internet = await startInternet({ sites: population.sites(), dns: population.dns() });

process.on('message', () => {
  const log = internet.requests.splice(0);
  const urls: LoggedUrl[] = log.map(({ host, path, accept }) => ({ url: `https://${host}${path}`, accept }));
  process.send?.(urls);
});
process.on('disconnect', () => void internet.close());

const ready: ServerReady = { port: internet.port, ca: internet.ca, dns: internet.dns.address, subjects };
process.send?.(ready);
