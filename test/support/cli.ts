import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../src/cli/run.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when standard error first holds the text. */
  saw(text: string): Promise<void>;
}

/** Starts the command as its users do, in a process of its own, from the sources. */
export function startCli(
  args: readonly string[],
  options: { stdin?: string | Buffer; env?: NodeJS.ProcessEnv } = {},
): Running {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'src', 'cli', 'main.ts'), ...args], {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const seen = { out: '', err: '' };
  const waiting: { text: string; resolve: () => void }[] = [];
  child.stdout.on('data', (chunk) => {
    seen.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    seen.err += chunk;
    for (const w of waiting) if (seen.err.includes(w.text)) w.resolve();
  });
  child.stdin.on('error', () => undefined); // The command may end before it has read all of it.
  child.stdin.end(options.stdin ?? '');
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, ...seen })),
  );
  return {
    child,
    ended,
    saw: (text) =>
      new Promise((resolve) => (seen.err.includes(text) ? resolve() : waiting.push({ text, resolve }))),
  };
}

/** Runs the command in this process: its flags, its code, its exit code; only the process around it is missing. */
export async function cli(
  args: readonly string[],
  options: { stdin?: string | Buffer } = {},
): Promise<Ended> {
  const seen = { out: '', err: '' };
  const stdin = Buffer.from(options.stdin ?? '');
  const code = await run([...args], {
    out: (text) => {
      seen.out += text;
    },
    err: (text) => {
      seen.err += text;
    },
    readStdin: async () => stdin,
    async *stdinLines() {
      yield* stdin.toString().replace(/\n$/, '').split('\n');
    },
    interactive: false,
    env: process.env,
    now: () => new Date(),
    signal: new AbortController().signal,
  });
  return { code, signal: null, ...seen };
}
