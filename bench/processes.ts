import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Job, LoggedUrl, Measurement, ServerReady } from './messages.js';

/** A server's process. */
export interface BenchServer extends ServerReady {
  /** What was asked since the last call. */
  log(): Promise<LoggedUrl[]>;
  stop(): void;
}

/** Milliseconds after which a process is given up: the whole bench stays under five minutes. */
const PROCESS_MS = 200_000;

function start(script: string, args: readonly string[] = []): ChildProcess {
  return fork(fileURLToPath(new URL(script, import.meta.url)), args, {
    serialization: 'advanced',
    execArgv: [...process.execArgv, '--expose-gc'],
  });
}

/** The next message of a child; rejects when it ends or is silent for too long. */
function nextMessage<T>(child: ChildProcess, name: string): Promise<T> {
  return new Promise((resolved, rejected) => {
    const fail = (why: string) => {
      child.kill();
      rejected(new Error(`${name}: ${why}`));
    };
    const timer = setTimeout(() => fail(`nothing heard for ${PROCESS_MS / 1000} s`), PROCESS_MS);
    const ended = (code: number | null) => fail(`ended with code ${code}`);
    child.once('exit', ended);
    child.once('message', (message) => {
      clearTimeout(timer);
      child.off('exit', ended);
      resolved(message as T);
    });
  });
}

/** Starts the hosts of `size` users. */
export async function startServer(size: number): Promise<BenchServer> {
  const child = start('./server.ts', [String(size)]);
  const ready = await nextMessage<ServerReady>(child, 'server');
  return {
    ...ready,
    log: () => {
      child.send('log');
      return nextMessage<LoggedUrl[]>(child, 'server');
    },
    stop: () => child.disconnect(),
  };
}

/** Runs one job in a fresh process. */
export async function runClient<Item>(script: string, job: Job<Item>): Promise<Measurement> {
  const child = start(script);
  child.send(job);
  return nextMessage<Measurement>(child, script);
}
