import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export interface Child {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  /** Lines of standard output so far; complete once `ended` resolves. */
  readonly lines: string[];
  /** Resolves with the next line, or null when there is none any more. */
  nextLine(): Promise<string | null>;
  readonly ended: Promise<number | null>;
}

/** Runs a script of this folder as a process of its own. `ca`: a root certificate it trusts beside the system's, PEM. */
export async function child(script: string, { ca }: { ca?: string }, ...args: string[]): Promise<Child> {
  const folder = await mkdtemp(join(tmpdir(), 'crossproof-child-'));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, ca ?? '');
  const file = fileURLToPath(new URL(script, import.meta.url));
  const started = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...(ca === undefined ? {} : { NODE_EXTRA_CA_CERTS: caFile }) },
  });
  const lines: string[] = [];
  const waiting: ((line: string | null) => void)[] = [];
  createInterface({ input: started.stdout }).on('line', (line) => {
    lines.push(line);
    waiting.shift()?.(line);
  });
  const ended = new Promise<number | null>((resolve) => {
    started.on('close', async (code) => {
      for (const tell of waiting.splice(0)) tell(null);
      await rm(folder, { recursive: true, force: true });
      resolve(code);
    });
  });
  let read = 0;
  return {
    process: started,
    lines,
    ended,
    nextLine: () => {
      const line = lines[read++];
      if (line !== undefined) return Promise.resolve(line);
      return started.exitCode === null
        ? new Promise((resolve) => waiting.push(resolve))
        : Promise.resolve(null);
    },
  };
}
