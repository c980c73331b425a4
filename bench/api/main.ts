import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PrivatePostgres, startPostgres } from '../../test/support/postgres.js';
import { startRedis } from '../../test/support/redis.js';
import { crawlInto } from '../support/crawled.js';
import { getRequest, load } from '../support/load.js';
import { cpuMs } from '../support/process-usage.js';
import { startRole } from '../support/role-process.js';
import { median, percentile } from '../support/statistics.js';
import { table } from '../table.js';

/*
 * Reports from the store, as `crossproof serve` answers with them, against a bare Fastify route that returns the same
 * bytes. Every server is asked by turns, so that a busy moment of the machine meets them all.
 */

const USERS = 50;
/** Verifications of each user: the newest has to be found among some. */
const LOOKS = 4;
const CONNECTIONS = 16;
const REQUESTS = 3_000;
/** Until compilers have seen the same often enough. */
const WARM_UP = 8_000;
const ROUNDS = 5;
/** Of one run: subjects that nobody asked for before. */
const NEWCOMERS = 1_000;
const NEWCOMER = 'mimi://a.example/u/newcomer';

interface Served {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  readonly requests: readonly Buffer[];
  readonly status: number;
  /** Requests of one run, where there are not as many as for the others. */
  readonly count?: number;
}

interface Run {
  readonly rate: number;
  readonly cpuMicros: number;
  readonly latencies: readonly number[];
}

const pathOf = (subject: string): string => `/v1/identities/${encodeURIComponent(subject)}`;

async function startBare(
  bodies: ReadonlyMap<string, string>,
): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(fileURLToPath(new URL('./bare-server.ts', import.meta.url)));
  child.send(Object.fromEntries(bodies));
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(Number(message)));
    child.once('exit', (code) => reject(new Error(`the bare server ended with code ${code}`)));
  });
  return { child, port };
}

/** Where the next run begins among the requests. */
const cursors = new Map<Served, number>();

async function runOnce(served: Served, most: number): Promise<Run> {
  const { port, pid, requests, status, count = most } = served;
  const from = cursors.get(served) ?? 0;
  cursors.set(served, from + count);
  const before = cpuMs(pid);
  const request = (n: number) => requests[(from + n) % requests.length] as Buffer;
  const { seconds, latencies, statuses } = await load({ port, connections: CONNECTIONS, count, request });
  if (statuses[status] !== count) throw new Error(`other answers: ${JSON.stringify(statuses)}`);
  return { rate: count / seconds, cpuMicros: (1_000 * (cpuMs(pid) - before)) / count, latencies };
}

/**
 * Subjects that nobody has asked for since the server started, each asked for once: the same report under many names. What
 * the server keeps of reports is of no use to them.
 */
async function newcomers(postgres: PrivatePostgres, databaseUrl: string, like: string): Promise<Buffer[]> {
  const names = `'${NEWCOMER}' || n FROM generate_series(1, ${NEWCOMERS * (ROUNDS + 1)}) AS n`;
  const database = new URL(databaseUrl).pathname.slice(1);
  await postgres.psql(
    `INSERT INTO memory (revision, memory, subject)
       SELECT m.revision, m.memory, ${names}, memory AS m WHERE m.subject = '${like}';
     INSERT INTO verification (started_at, finished_at, given, evidence, report, revision, id, subject)
       SELECT v.started_at, v.finished_at, v.given, v.evidence, v.report, v.revision, md5('new' || n), ${names},
         verification AS v WHERE v.subject = '${like}' AND v.revision = ${LOOKS};
     ANALYZE`,
    database,
  );
  return Array.from({ length: NEWCOMERS * (ROUNDS + 1) }, (_, n) =>
    getRequest(pathOf(`${NEWCOMER}${n + 1}`)),
  );
}

/** Each by turns, again and again. */
async function compare(all: readonly Served[]): Promise<ReadonlyMap<Served, readonly Run[]>> {
  const runs = new Map(all.map((served) => [served, [] as Run[]]));
  for (const served of all) await runOnce(served, WARM_UP);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [served, list] of runs) list.push(await runOnce(served, REQUESTS));
  return runs;
}

function print(runs: ReadonlyMap<Served, readonly Run[]>): void {
  const rows = [...runs].map(([{ name }, list]) => ({
    name,
    rate: median(list.map(({ rate }) => rate)),
    cpu: median(list.map(({ cpuMicros }) => cpuMicros)),
    latencies: list.flatMap(({ latencies }) => latencies),
  }));
  const [bare = rows[0]] = rows;
  const cells = rows.map(({ name, rate, cpu, latencies }) => [
    name,
    rate.toFixed(0),
    (rate / (bare?.rate ?? rate)).toFixed(2),
    `${cpu.toFixed(0)} µs`,
    ((bare?.cpu ?? cpu) / cpu).toFixed(2),
    `${percentile(latencies, 0.5).toFixed(1)} ms`,
    `${percentile(latencies, 0.99).toFixed(1)} ms`,
  ]);
  const heads = ['', 'requests/s', 'ratio', 'CPU/request', 'ratio', 'p50', 'p99'];
  console.log(table([heads, ...cells]));
}

/** The requests of one server: a report, one that the client has already, and a signed one. */
async function served(
  name: string,
  url: string,
  pid: number,
  subjects: readonly string[],
): Promise<Served[]> {
  const port = Number(new URL(url).port);
  const paths = subjects.map(pathOf);
  const tags = await Promise.all(
    paths.map(async (path) => (await fetch(new URL(path, url))).headers.get('etag') ?? ''),
  );
  const common = { port, pid, status: 200 };
  return [
    { ...common, name, requests: paths.map((path) => getRequest(path)) },
    {
      ...common,
      name: `${name}, 304`,
      status: 304,
      requests: paths.map((path, at) => getRequest(path, { 'if-none-match': tags[at] ?? '' })),
    },
    {
      ...common,
      name: `${name}, signed`,
      requests: paths.map((path) => getRequest(path, { accept: 'application/jwt' })),
    },
  ];
}

async function bodiesOf(url: string, subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const bodies = subjects.map(
    async (subject) => [subject, await (await fetch(new URL(pathOf(subject), url))).text()] as const,
  );
  return new Map(await Promise.all(bodies));
}

const folder = await mkdtemp(join(tmpdir(), 'crossproof-bench-'));
const file = join(folder, 'store.sqlite');
const [postgres, redis] = await Promise.all([startPostgres({ durable: true }), startRedis()]);
const databaseUrl = await postgres.createDatabase();
const subjects = await crawlInto(file, USERS, LOOKS);
const others = await crawlInto(databaseUrl, USERS, LOOKS);
const serve = ['serve', '--port', '0'];
const embedded = await startRole([...serve, '--store', file]);
const distributed = await startRole(serve, { REDIS_URL: redis.url, DATABASE_URL: databaseUrl });
const bodies = await bodiesOf(embedded.url, subjects);
const bare = await startBare(bodies);
try {
  const octets = [...bodies.values()].reduce((sum, body) => sum + Buffer.byteLength(body), 0) / bodies.size;
  console.log(
    `GET /v1/identities/{subject}, ${octets.toFixed(0)} octets each, ${CONNECTIONS} connections, medians of ${ROUNDS} rounds\n`,
  );
  const all = [
    {
      name: 'bare Fastify',
      port: bare.port,
      pid: bare.child.pid ?? 0,
      status: 200,
      requests: subjects.map((subject) => getRequest(pathOf(subject))),
    },
    ...(await served('SQLite', embedded.url, embedded.pid, subjects)),
    ...(await served('PostgreSQL', distributed.url, distributed.pid, others)),
    {
      name: 'PostgreSQL, each the first time',
      port: Number(new URL(distributed.url).port),
      pid: distributed.pid,
      status: 200,
      count: NEWCOMERS,
      requests: await newcomers(postgres, databaseUrl, others[0] ?? ''),
    },
  ];
  print(await compare(all));
} finally {
  bare.child.disconnect();
  await Promise.all([embedded.stop(), distributed.stop()]);
  await Promise.all([postgres.stop(), redis.stop()]);
  await rm(folder, { recursive: true, force: true });
}
