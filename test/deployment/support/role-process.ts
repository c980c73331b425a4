import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LogEvent } from '../../../src/api/logger.js';
import { watchOver } from '../../support/server-process.js';

export interface RoleProcess {
  /** Resolves when its log first holds this event. Rejects where it ends without. */
  logged(event: LogEvent): Promise<void>;
  /** The URL that `serve` listens on. */
  listening(): Promise<string>;
  /** Its lines so far that are no log. */
  said(): string;
  isDead(): boolean;
  signal(name: NodeJS.Signals): void;
  /** Sends SIGKILL and resolves when it is dead. */
  kill(): Promise<void>;
  /** The exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
}

const LISTENING = /^listening on (http:\S+)$/m;
const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));

/** A command as a process of its own, from the sources. */
export function startRole(args: readonly string[], env: Readonly<Record<string, string>>): RoleProcess {
  return startScript(MAIN, args, env);
}

/** A script as a process, which dies with this one. */
export function startScript(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): RoleProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${file}: no process`);
  const letGo = watchOver(pid, 'SIGKILL');
  let text = '';
  child.stderr.on('data', (chunk) => {
    text += chunk;
  });
  const ended = new Promise<number | null>((resolve) =>
    child.once('close', (code) => {
      letGo();
      resolve(code);
    }),
  );
  return {
    logged: (event) => saw(child, new RegExp(`"msg":"${event}"`), () => text),
    listening: async () => {
      await saw(child, LISTENING, () => text);
      return LISTENING.exec(text)?.[1] ?? '';
    },
    said: () => text.replace(/^\{.*\}\n/gm, ''),
    isDead: () => child.exitCode !== null || child.signalCode !== null,
    signal: (name) => void child.kill(name),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    ended,
  };
}

function saw(child: ChildProcess, wanted: RegExp, text: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => wanted.test(text()) && resolve();
    look();
    child.stderr?.on('data', look);
    child.once('close', (code) => reject(new Error(`ended with ${code} before ${wanted}: ${text()}`)));
  });
}
