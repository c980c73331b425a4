/* Holds the lease of SUBJECT on the server URL until it is killed. Says `held` once it has it, and `lost`. With QUICK the server gives it up after a second of silence. */
import { writeSync } from 'node:fs';
import { LEASE_TIMES } from '../../../src/store/lease-session.js';
import { postgresLeases } from '../../../src/store/postgres-leases.js';

const [url = '', subject = '', quick] = process.argv.slice(2);
const times = quick === undefined ? LEASE_TIMES : { heartbeatMs: 100, answerMs: 1_000, abandonedMs: 1_000 };
const lease = await postgresLeases(url, times).acquire(subject);
writeSync(1, lease === null ? 'refused\n' : 'held\n');
lease?.signal.addEventListener('abort', () => writeSync(1, 'lost\n'));
setInterval(() => undefined, 1000);
