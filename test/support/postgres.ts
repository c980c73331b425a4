import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findPostgres, postgresMissing } from './find-services.js';
import { type ServerProcess, startOnFreePort, startServer } from './server-process.js';

const run = promisify(execFile);
/** Environment variable of a test run: where its clusters are copied from, made by the first that needs one. */
export const CLUSTER_TEMPLATE = 'TEST_CLUSTER_TEMPLATE';
/** The superuser of the cluster, and of the machine where the tests run as root: initdb refuses to. */
const USER = 'postgres';
/** A dump of everything a test makes. */
const MAX_DUMP_BYTES = 256 * 1024 * 1024;

export interface PrivatePostgres {
  /** Of the database `postgres`, as the superuser. */
  readonly url: string;
  readonly port: number;
  /** Of the server that runs now, for signals such as SIGSTOP. */
  pid(): number;
  /** What psql prints for a statement: rows without a header, columns parted by `|`. */
  psql(sql: string, database?: string): Promise<string>;
  /** A new and empty database of this cluster; gives its URL. */
  createDatabase(): Promise<string>;
  /** All rows of a database as pg_dump writes them. */
  dump(url: string): Promise<string>;
  /** Ends it at once, as a crash does. The port and the data stay for `restart`. */
  kill(): Promise<void>;
  /** Ends it in order, where it runs, and starts it again on the same port. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Every commit waits for the disk; without it a killed server forgets what it acknowledged. */
  readonly durable?: boolean;
  /** More of postgresql.conf: `{ max_connections: '5' }`. */
  readonly config?: Readonly<Record<string, string>>;
}

/** A cluster of one's own on a free port of loopback, with its data in a folder that goes when it stops. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PrivatePostgres> {
  const bin = findPostgres();
  if (bin === null) throw new Error(postgresMissing() ?? 'PostgreSQL is missing');
  const as = owner();
  const folder = await mkdtemp(join(tmpdir(), 'crossproof-postgres-'));
  if (as !== null) await chown(folder, as.uid, as.gid);
  const data = join(folder, 'data');
  await newCluster(bin, data, as);
  const command = (port: number) => ({
    file: join(bin, 'postgres'),
    args: ['-D', data, ...settings(folder, port, options)],
    ready: /database system is ready to accept connections/,
    // "Immediate shutdown": the server ends its own children first.
    killSignal: 'SIGQUIT' as const,
    folder,
    ...as,
  });
  let { port, server }: { port: number; server: ServerProcess } = await startOnFreePort(command);
  const urlOf = (database: string): string => `postgres://${USER}@127.0.0.1:${port}/${database}`;
  const { psql, dump } = tools(bin, urlOf);
  let databases = 0;
  return {
    url: urlOf(USER),
    port,
    pid: () => server.pid,
    psql,
    createDatabase: async () => {
      const name = `test${++databases}`;
      await psql(`CREATE DATABASE ${name}`);
      return urlOf(name);
    },
    dump,
    kill: () => server.end('SIGQUIT'),
    restart: async () => {
      await server.end('SIGINT');
      server = await startServer(command(port));
    },
    stop: async () => {
      await server.end('SIGQUIT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function tools(bin: string, urlOf: (database: string) => string): Pick<PrivatePostgres, 'psql' | 'dump'> {
  const tool = async (name: string, ...args: string[]): Promise<string> =>
    (await run(join(bin, name), args, { maxBuffer: MAX_DUMP_BYTES })).stdout.trimEnd();
  const quiet = ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1'];
  return {
    psql: (sql, database = USER) => tool('psql', ...quiet, '-c', sql, urlOf(database)),
    dump: (url) => tool('pg_dump', '--data-only', '--inserts', url),
  };
}

/** initdb takes seconds: of one test run only the first cluster is made by it, the others are copies. */
async function newCluster(bin: string, data: string, as: Owner | null): Promise<void> {
  const options = { ...as, cwd: dirname(data) };
  const template = process.env[CLUSTER_TEMPLATE];
  if (template !== undefined && existsSync(template)) {
    await run('cp', ['-a', template, data], options);
    return;
  }
  await run(join(bin, 'initdb'), ['-D', data, ...INITDB], options);
  if (template === undefined) return;
  const copy = `${template}-${process.pid}`;
  await run('cp', ['-a', data, copy], options);
  // Of two that were first, one is as good as the other.
  await rename(copy, template).catch(() => rm(copy, { recursive: true, force: true }));
}

/** Sorted as people sort, which nothing of ours may depend on. */
const INITDB = [
  ...['--username', USER, '--auth', 'trust', '--encoding', 'UTF8', '--no-sync'],
  ...['--locale', 'C.UTF-8', '--locale-provider', 'icu', '--icu-locale', 'en-US'],
];

function settings(folder: string, port: number, { durable = false, config = {} }: PostgresOptions): string[] {
  const all: Record<string, string> = {
    port: `${port}`,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
    ...config,
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Whom the server runs as; null where that is ourselves. */
function owner(): Owner | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string): number => Number(execFileSync('id', [flag, USER], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
