import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export interface Child {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  /** Lines of standard output so far; complete once `ended` resolves. */
  readonly lines: string[];
  /** Resolves when so many lines have come, or the process has ended. */
  reached(count: number): Promise<void>;
  readonly ended: Promise<number | null>;
}

/** Runs a script of this folder as a process of its own. */
export function child(script: string, ...args: string[]): Child {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const started = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const reader = createInterface({ input: started.stdout });
  reader.on('line', (line) => {
    lines.push(line);
    for (const { count, resolve } of waiting) if (lines.length >= count) resolve();
  });
  const ended = new Promise<number | null>((resolve) => {
    reader.on('close', () => {
      for (const each of waiting) each.resolve();
    });
    started.on('close', (code) => resolve(code));
  });
  return {
    process: started,
    lines,
    ended,
    reached: (count) =>
      new Promise((resolve) => {
        if (lines.length >= count || started.exitCode !== null) resolve();
        else waiting.push({ count, resolve });
      }),
  };
}
