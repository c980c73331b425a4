import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** Below what Linux gives to outgoing connections, so that a port stays free while its server is down. */
const PORTS = { least: 15_000, most: 32_000 } as const;
/** Each fails only because somebody took the port between the look and the start. */
const MAX_STARTS = 10;

export interface ServerCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** The line of output that says that it can be used. */
  readonly ready: RegExp;
  /** The user to run as, where that is not ours. */
  readonly uid?: number;
  readonly gid?: number;
  /** What ends it at once, its own children included. */
  readonly killSignal: NodeJS.Signals;
  /** Removed when this process dies without stopping the server. */
  readonly folder: string;
}

export interface ServerProcess {
  readonly pid: number;
  readonly exited: Promise<void>;
  /** Resolves when it has ended; at once where it has. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Starts a server on a port that is free, trying others where it loses a race for one. */
export async function startOnFreePort(
  command: (port: number) => ServerCommand,
): Promise<{ port: number; server: ServerProcess }> {
  for (let starts = 1; ; starts++) {
    const port = await freePort();
    try {
      return { port, server: await startServer(command(port)) };
    } catch (error) {
      if (starts === MAX_STARTS || !/address already in use/i.test(String(error))) throw error;
    }
  }
}

/** Resolves when the server is ready. @throws Error with what it said when it ends before that */
export async function startServer(command: ServerCommand): Promise<ServerProcess> {
  const { file, args, uid, gid } = command;
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
    ...(uid === undefined ? {} : { uid, gid: gid ?? uid }),
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await ready(child, command.ready);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${file}: no process`);
  const letGo = watchOver(pid, command.killSignal, command.folder);
  return {
    pid,
    exited,
    end: async (signal) => {
      // First the watchdog: it must never meet another process with the same id.
      letGo();
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
    },
  };
}

function ready(child: ChildProcess, line: RegExp): Promise<void> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (text) => {
        said.push(text);
        if (said.length > 100) said.shift();
        if (line.test(text)) resolve();
      });
    }
    child.once('error', reject);
    child.once('close', () => reject(new Error(`${child.spawnfile} ended: ${said.join('\n')}`)));
  });
}

/**
 * Ends another process, and removes a folder, when this one dies: even by a kill -9 it closes the watchdog's standard input.
 * The function it gives has to be called once that process has ended.
 */
export function watchOver(pid: number, killSignal: NodeJS.Signals, folder = ''): () => void {
  const script = 'read -r _; kill -s "$1" "$2" && sleep 1; rm -rf "$3"';
  const args = ['-c', script, 'watchdog', killSignal.slice(3), `${pid}`, folder];
  const watchdog = spawn('sh', args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  watchdog.unref();
  return () => void watchdog.kill('SIGKILL');
}

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORTS.least, PORTS.most);
    const probe = createServer();
    try {
      probe.listen(port, '127.0.0.1');
      await once(probe, 'listening');
      return port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    } finally {
      probe.close();
    }
  }
}
