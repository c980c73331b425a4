/* Holds the lease of SUBJECT on the server URL until it is killed. Says `held` once it has it, and `lost`. */
import { writeSync } from 'node:fs';
import { postgresLeases } from '../../../src/store/postgres-leases.js';

const [url = '', subject = ''] = process.argv.slice(2);
const lease = await postgresLeases(url).acquire(subject);
writeSync(1, lease === null ? 'refused\n' : 'held\n');
lease?.signal.addEventListener('abort', () => writeSync(1, 'lost\n'));
setInterval(() => undefined, 1000);
