import { startInternet } from '../../src/demo/internet.js';
import { createTown } from './town.js';

/** What a command needs to see the hosts. */
export interface TownReady {
  readonly flags: readonly string[];
  readonly subjects: readonly string[];
}

/** The hosts of `argv[2]` users, in a process of their own, until the parent goes away. */
const { population, subjects } = await createTown(Number(process.argv[2]), new Date());
const internet = await startInternet({ sites: population.sites(), dns: population.dns() });
process.once('disconnect', () => void internet.close().then(() => process.exit()));
const flags = [
  ...['--connect-to', `::127.0.0.1:${internet.port}`],
  ...['--cacert', internet.caFile, '--dns-servers', internet.dns.address],
];
const ready: TownReady = { flags, subjects };
process.send?.(ready);
