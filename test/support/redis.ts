import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findRedis, redisMissing } from './find-services.js';
import { type ServerProcess, startOnFreePort, startServer } from './server-process.js';

const run = promisify(execFile);

export interface PrivateRedis {
  readonly url: string;
  readonly port: number;
  /** Of the server that runs now, for signals such as SIGSTOP. */
  pid(): number;
  /** What redis-cli prints for a command, without the line end. */
  cli(...command: readonly string[]): Promise<string>;
  /** Ends it at once, as a crash does. The port and the data stay for `restart`. */
  kill(): Promise<void>;
  /** Ends it in order, where it runs, and starts it again on the same port. */
  restart(options: { readonly keepData: boolean }): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/**
 * Times as long as usual that a test waits for Redis which asks nothing about time: the machine may stand still for seconds,
 * and the first thing that it sees afterwards is that its time is over.
 */
export const PATIENCE = 30;

export interface RedisOptions {
  /** More of redis.conf: `['--maxmemory', '1mb']`. */
  readonly config?: readonly string[];
}

/** A Redis of one's own on a free port of loopback, with its data in a folder that goes when it stops. */
export async function startRedis(options: RedisOptions = {}): Promise<PrivateRedis> {
  const file = findRedis();
  if (file === null) throw new Error(redisMissing() ?? 'redis-server is missing');
  const folder = await mkdtemp(join(tmpdir(), 'crossproof-redis-'));
  const command = (port: number) => ({
    file,
    args: [...settings(folder, port), ...(options.config ?? [])],
    ready: /Ready to accept connections/,
    killSignal: 'SIGKILL' as const,
    folder,
  });
  let { port, server }: { port: number; server: ServerProcess } = await startOnFreePort(command);
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: () => server.pid,
    cli: async (...words) => (await run('redis-cli', ['-p', `${port}`, ...words])).stdout.trimEnd(),
    kill: () => server.end('SIGKILL'),
    restart: async ({ keepData }) => {
      await server.end('SIGTERM');
      if (!keepData) await rm(join(folder, 'appendonlydir'), { recursive: true, force: true });
      server = await startServer(command(port));
    },
    stop: async () => {
      await server.end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As a deployment has it: nothing is evicted, and what was acknowledged is on disk. */
function settings(folder: string, port: number): string[] {
  return [
    ...['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--daemonize', 'no'],
    ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
    ...['--maxmemory-policy', 'noeviction'],
  ];
}
