import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { COMMAND } from './command.js';

/** A command of the deployment, running as it is shipped. */
export interface RoleProcess {
  readonly pid: number;
  /** `http://HOST:PORT` of `serve`, else ''. */
  readonly url: string;
  /** Ends it in order. */
  stop(): Promise<void>;
}

/** Runs before the command: whatever becomes of the bench, its processes end with it. */
const END_WITH_PARENT = 'data:text/javascript,process.once("disconnect",()=>process.exit())';
const READY = /listening on (http:\S+)|"msg":"started"/;
/** A machine that does five things at once starts a process in seconds. */
const START_MS = 30_000;
const LOOK_MS = 20;
/** What is told of a process that did not start. */
const MAX_TOLD = 2_000;

/** Starts `crossproof ARGS`, its log going to a file as a service manager's does. */
export async function startRole(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<RoleProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'crossproof-bench-'));
  const log = join(folder, 'log');
  const file = openSync(log, 'a');
  const child = fork(COMMAND, args, {
    env: { ...process.env, ...env },
    execArgv: ['--import', END_WITH_PARENT],
    stdio: ['ignore', 'ignore', file, 'ipc'],
  });
  closeSync(file);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await ready(child, args, log);
  return {
    pid: child.pid ?? 0,
    url,
    async stop() {
      child.kill('SIGTERM');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function ready(child: ChildProcess, args: readonly string[], log: string): Promise<string> {
  const until = performance.now() + START_MS;
  for (;;) {
    const said = readFileSync(log, 'utf8');
    const match = READY.exec(said);
    if (match !== null && (match[1] !== undefined || args[0] !== 'serve')) return match[1] ?? '';
    if (child.exitCode !== null || performance.now() > until)
      throw new Error(`crossproof ${args.join(' ')} did not start: ${said.slice(-MAX_TOLD)}`);
    await pause(LOOK_MS);
  }
}
