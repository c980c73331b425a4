import { verify } from '../src/crawl/index.js';
import { startInternet } from '../src/demo/internet.js';
import { createFetcher, DEFAULT_FETCH_SETTINGS } from '../src/fetch/index.js';
import { withCache } from '../src/fetch/with-cache.js';
import { newJobId } from '../src/jobs/names.js';
import type { Database } from '../src/store/database.js';
import { openDatabase } from '../src/store/open-store.js';
import { SqlSchedules } from '../src/store/sql-schedules.js';
import { SqlStore } from '../src/store/sql-store.js';
import { type PrivatePostgres, startPostgres } from '../test/support/postgres.js';
import { ACCOUNTS_PER_USER, createCrowd } from './crowd.js';
import { startRelay } from './relay.js';
import { bytesOfWaitingJob } from './waiting-jobs.js';

/*
 * What a verification costs beside time: requests, bytes on the wire, rows and bytes in PostgreSQL, and of a job that
 * waits for it, bytes in Redis. The arithmetic of docs/operating.md begins with what this prints.
 */

/** Enough that a table's empty last page does not count. */
const USERS = 100;
/** Verifications of each: one is the first look, with nothing cached; the others see that nothing changed. */
const ROUNDS = 3;
const CONCURRENCY = 16;
/** Rows of the tables that are measured on their own. */
const SCHEDULES = 20_000;
/** Tables that grow with each verification. */
const GROWING = ['verification', 'reading'];
/** Tables of a subject, however often it is verified. */
const STEADY = ['memory', 'response', 'response_subject'];

/** Of the whole server, since it was made. */
interface Used {
  /** Bytes of its write-ahead log. */
  readonly wal: number;
  /** Those that only read are counted too. */
  readonly transactions: number;
}

interface Round extends Used {
  readonly requests: number;
  /** Bytes on the wire, TLS included. */
  readonly sent: number;
  readonly received: number;
}

interface Crawler {
  round(): Promise<Round>;
  close(): Promise<void>;
}

async function createCrawler(database: Database, used: () => Promise<Used>): Promise<Crawler> {
  const { population, subjects } = await createCrowd(USERS, new Date());
  const internet = await startInternet({ sites: population.sites(), dns: population.dns() });
  const relay = await startRelay(internet.port);
  const clock = { now: () => new Date() };
  const store = new SqlStore(database);
  const settings = {
    ...DEFAULT_FETCH_SETTINGS,
    connectTo: [{ host1: '', port1: 443, host2: '127.0.0.1', port2: relay.port }],
    ca: internet.ca,
    dnsServers: [internet.dns.address],
  };
  return {
    async round() {
      // A new one each time: hours lie between two verifications, and no connection is kept for so long.
      const fetcher = createFetcher(settings, { clock });
      const before = await used();
      let next = 0;
      const lane = async () => {
        for (let subject = subjects[next++]; subject !== undefined; subject = subjects[next++]) {
          const cached = withCache(fetcher, store.responseCache({ subject }));
          const { report } = await verify(subject, { fetcher: cached, clock, store });
          if (report.verdict !== 'consistent') throw new Error(`${subject} is ${report.verdict}`);
        }
      };
      await Promise.all(Array.from({ length: CONCURRENCY }, lane));
      await fetcher.close();
      const { wal, transactions } = await used();
      return {
        requests: internet.requests.splice(0).length,
        wal: wal - before.wal,
        transactions: transactions - before.transactions,
        ...relay.take(),
      };
    },
    async close() {
      await relay.close();
      await internet.close();
    },
  };
}

/** Rows and bytes of each table, its indexes and long values included. */
async function sizes(postgres: PrivatePostgres, name: string, tables: readonly string[]) {
  await postgres.psql('VACUUM', name);
  return Promise.all(
    tables.map(async (table) => {
      const sql = `SELECT (SELECT count(*) FROM ${table}), pg_total_relation_size('${table}')`;
      const [rows = 0, bytes = 0] = (await postgres.psql(sql, name)).split('|').map(Number);
      return { table, rows, bytes };
    }),
  );
}

async function usedBy(postgres: PrivatePostgres, name: string): Promise<Used> {
  const sql = `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0'), xact_commit
    FROM pg_stat_database WHERE datname = '${name}'`;
  const [wal = 0, transactions = 0] = (await postgres.psql(sql)).split('|').map(Number);
  return { wal, transactions };
}

async function addSchedules(database: Database): Promise<void> {
  const schedules = new SqlSchedules(database);
  const [createdAt, dueAt] = ['2026-11-21T12:00:00.000Z', '2026-11-22T12:00:00.000Z'];
  const all = Array.from({ length: SCHEDULES }, (_, index) => ({
    subject: `mimi://a.example/u/user${index}`,
    ...{ everySeconds: 86_400, dueAt, createdAt },
  }));
  await schedules.putAll(all);
  const given = '[]';
  await database.write(async (queries) => {
    for (const { subject } of all) {
      await queries.change(
        `INSERT INTO job (id, subject, given, origin, state, created_at, started_at, finished_at, attempts, known, verification)
         VALUES ($1, $2, $3, 'schedule', 'completed', $4, $4, $4, 1, 5, $1)`,
        [newJobId(), subject, given, createdAt],
      );
    }
  });
}

const cell = (value: number, width = 10): string => value.toFixed(0).padStart(width);

function printRound(name: string, { requests, sent, received, wal, transactions }: Round): void {
  const [first = 0, ...others] = [requests, sent, received, wal, transactions].map((value) => value / USERS);
  console.log(`${name.padEnd(19)}${cell(first)}  ${others.map((value) => cell(value)).join('')}`);
}

function printRow(name: string, rows = 0, bytes = 0): void {
  console.log(`${name.padEnd(28)}${cell(rows, 6)}${cell(bytes)}`);
}

/** What verifications leave in the store, and what they cost on the way there. */
async function crawled(postgres: PrivatePostgres, database: Database, name: string): Promise<void> {
  const crawler = await createCrawler(database, () => usedBy(postgres, name));
  console.log(`${USERS} subjects of ${ACCOUNTS_PER_USER} accounts\n`);
  console.log('of one verification  requests  bytes sent  received       WAL  transactions');
  printRound('  the first', await crawler.round());
  const first = await sizes(postgres, name, GROWING);
  for (let round = 1; round < ROUNDS; round += 1) printRound('  one more', await crawler.round());
  await crawler.close();
  console.log('\nin PostgreSQL                 rows     bytes');
  for (const [index, { table, rows, bytes }] of (await sizes(postgres, name, GROWING)).entries()) {
    const verifications = USERS * (ROUNDS - 1);
    const before = first[index] ?? { rows: 0, bytes: 0 };
    const more = [rows - before.rows, bytes - before.bytes].map((value) => value / verifications);
    printRow(`${table}, of one more`, ...more);
  }
  for (const { table, rows, bytes } of await sizes(postgres, name, STEADY))
    printRow(`${table}, of a subject`, rows / USERS, bytes / USERS);
}

async function main(): Promise<void> {
  const postgres = await startPostgres({ durable: true });
  try {
    const url = await postgres.createDatabase();
    const name = new URL(url).pathname.slice(1);
    const database = await openDatabase(url);
    await crawled(postgres, database, name);
    await addSchedules(database);
    for (const { table, rows, bytes } of await sizes(postgres, name, ['schedule', 'job']))
      printRow(table, 1, bytes / rows);
    await database.close();
  } finally {
    await postgres.stop();
  }
  console.log('\nin Redis');
  printRow('a job that waits', 1, await bytesOfWaitingJob());
}

await main();
