/*
 * Holds the lease of SUBJECT on the server URL until it is killed. Says `held` once it has it, and `lost`. With QUICK the
 * server gives it up after a second of silence; where that is over before it has the lease, it asks again.
 */
import { writeSync } from 'node:fs';
import { LEASE_TIMES } from '../../../src/store/lease-session.js';
import { postgresLeases } from '../../../src/store/postgres-leases.js';
import { eventually } from './eventually.js';

const [url = '', subject = '', quick] = process.argv.slice(2);
const patient = { ...LEASE_TIMES, answerMs: 60_000 };
const times = quick === undefined ? patient : { ...patient, heartbeatMs: 100, abandonedMs: 1_000 };
const leases = postgresLeases(url, times);
const lease = await eventually(() => leases.acquire(subject));
writeSync(1, lease === null ? 'refused\n' : 'held\n');
lease?.signal.addEventListener('abort', () => writeSync(1, 'lost\n'));
setInterval(() => undefined, 1000);
