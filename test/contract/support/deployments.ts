import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { run } from '../../../src/cli/run.js';
import type { Clock } from '../../../src/fetch/types.js';
import type { Database } from '../../../src/store/database.js';
import { openDatabase } from '../../../src/store/open-store.js';
import { type PrivatePostgres, startPostgres } from '../../support/postgres.js';
import { type PrivateRedis, startRedis } from '../../support/redis.js';
import type { World } from '../../support/world.js';
import { type Serving, startServing } from './serving.js';

/** A deployment, and everything that it writes anywhere. */
export interface Deployed {
  readonly serving: Serving;
  /** Whether a keeper's command in another process reaches jobs that are at work. */
  readonly queueIsShared: boolean;
  /** Runs a keeper's command beside it, as its keeper would; the exit code. */
  keeper(...argv: readonly string[]): Promise<number>;
  /** Everything that is kept, by where it is. */
  kept(): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}

export type Deploy = (world: World, clock: Clock) => Promise<Deployed>;

/** One process and one file: all columns, and all bytes of all files. */
export const embedded: Deploy = async (world, clock) => {
  const folder = await mkdtemp(join(tmpdir(), 'crossproof-forget-'));
  const storePath = join(folder, 'store.sqlite');
  const serving = await startServing({ world, clock, storePath });
  const database = await openDatabase(storePath);
  return {
    serving,
    queueIsShared: false,
    keeper: (...argv) => runKeeper([...argv, '--store', storePath], {}, clock),
    async kept() {
      const kept = await columnsOf(database, SQLITE_COLUMNS);
      for (const file of await readdir(folder)) kept.set(file, await readFile(join(folder, file), 'latin1'));
      return kept.set('the log', serving.log.join(''));
    },
    async close() {
      await database.close();
      await serving.stop();
      await rm(folder, { recursive: true });
    },
  };
};

/** Redis and PostgreSQL: all columns, all that Redis holds, and every command that was ever sent to it. */
export const distributed: Deploy = async (world, clock) => {
  const [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
  const watch = await watchRedis(redis);
  const env = { REDIS_URL: redis.url, DATABASE_URL: postgres.url };
  const database = await openDatabase(postgres.url);
  const serving = await startServing({ world, clock, env });
  return {
    serving,
    queueIsShared: true,
    keeper: (...argv) => runKeeper(argv, serving.env, clock),
    async kept() {
      const kept = await columnsOf(database, POSTGRES_COLUMNS);
      kept.set('Redis', await everythingIn(watch.reader));
      kept.set('what Redis was told', (await watch.told()).join('\n'));
      return kept.set('the log', serving.log.join(''));
    },
    async close() {
      await database.close();
      await serving.stop();
      watch.stop();
      await stopServers(redis, postgres);
    },
  };
};

async function stopServers(redis: PrivateRedis, postgres: PrivatePostgres): Promise<void> {
  await Promise.all([redis.stop(), postgres.stop()]);
}

async function runKeeper(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  clock: Clock,
): Promise<number> {
  return run(argv, {
    out: () => undefined,
    err: () => undefined,
    readStdin: async () => Buffer.alloc(0),
    async *stdinLines() {},
    ...{ interactive: false, env, now: () => clock.now(), signal: new AbortController().signal },
  });
}

const SQLITE_COLUMNS = `SELECT m.name AS "table", p.name AS "column"
  FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table'`;
const POSTGRES_COLUMNS = `SELECT table_name AS "table", column_name AS "column"
  FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema')`;

/** Every value of every column of every table there is, whatever their types. */
async function columnsOf(database: Database, listing: string): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  for (const { table, column } of await database.rows(listing)) {
    const rows = await database.rows(`SELECT "${column}" AS value FROM "${table}"`);
    const values = rows.map(({ value }) => (Buffer.isBuffer(value) ? value.toString() : String(value)));
    kept.set(`${table}.${column}`, values.join('\n'));
  }
  return kept;
}

interface RedisWatch {
  readonly reader: Redis;
  /** Every command from the beginning until now, those that scripts call among them. */
  told(): Promise<readonly string[]>;
  stop(): void;
}

async function watchRedis({ url }: PrivateRedis): Promise<RedisWatch> {
  const reader = new Redis(url);
  const monitor = await reader.monitor();
  const commands: string[] = [];
  monitor.on('monitor', (_time: string, words: string[]) => void commands.push(words.join(' ')));
  return {
    reader,
    async told() {
      // They come on a connection of their own, and those before this one come before it.
      const last = `echo ${randomUUID()}`;
      const heard = new Promise<void>((resolve) => {
        const look = (_time: string, words: string[]): void => {
          if (words.join(' ') !== last) return;
          monitor.off('monitor', look);
          resolve();
        };
        monitor.on('monitor', look);
      });
      await reader.echo(last.slice('echo '.length));
      await heard;
      return commands;
    },
    stop: () => {
      monitor.disconnect();
      reader.disconnect();
    },
  };
}

/** Keys and what they hold, by the type of each. */
async function everythingIn(redis: Redis): Promise<string> {
  const found: string[] = [];
  for await (const keys of redis.scanStream()) {
    for (const key of keys as string[]) found.push(key, JSON.stringify(await contentOf(redis, key)));
  }
  return found.join('\n');
}

async function contentOf(redis: Redis, key: string): Promise<unknown> {
  const type = await redis.type(key);
  switch (type) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, '0', '-1');
    case 'stream':
      return redis.xrange(key, '-', '+');
    // It expired meanwhile.
    case 'none':
      return null;
    default:
      throw new Error(`nobody looks into a ${type}: ${key}`);
  }
}
