import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from '../support/cli.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const main = ['--import', 'tsx', join(root, 'src', 'cli', 'main.ts')];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossproof-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command as a process whose standard input stays open, and whose standard output may be a file. */
function start(args: readonly string[], stdout: 'pipe' | number = 'pipe'): ChildProcess {
  return spawn(process.execPath, [...main, ...args], { cwd: root, stdio: ['pipe', stdout, 'pipe'] });
}

async function ended(child: ChildProcess): Promise<{ code: number | null; err: string }> {
  let err = '';
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, err };
}

/** Answers the first line, so that the command is known to read. */
async function answering(child: ChildProcess): Promise<void> {
  child.stdin?.write('a@b.example\n');
  await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
}

describe('the process around a command', () => {
  it('ends at once with 130 when interrupted while it waits for standard input', async () => {
    const child = start(['id', '--jsonl']);
    await answering(child);
    child.kill('SIGINT');
    expect(await ended(child)).toEqual({ code: 130, err: '' });
  });

  it('ends when the reader of its output has gone, although its input never does', async () => {
    const child = start(['id', '--jsonl']);
    child.stdin?.on('error', () => undefined); // It stops reading before we stop writing.
    await answering(child);
    const end = ended(child);
    child.stdout?.destroy();
    const feed = (): void => {
      if (child.exitCode === null && child.stdin?.writable) child.stdin.write('a@b.example\n', feed);
    };
    feed();
    expect(await end).toEqual({ code: 0, err: '' });
  });

  it.runIf(process.platform === 'linux')(
    'says in one line that its output could not be written',
    async () => {
      const full = openSync('/dev/full', 'w');
      const child = start(['id', 'a@b.example'], full);
      closeSync(full);
      expect(await ended(child)).toEqual({ code: 2, err: 'crossproof: standard output: no space left\n' });
    },
  );

  it.runIf(process.platform !== 'win32')(
    'reads a named pipe, and leaves one that nobody writes to',
    async () => {
      const pipe = join(folder, 'pipe');
      execFileSync('mkfifo', [pipe]);
      const reading = start(['inspect', pipe]);
      execFileSync('sh', ['-c', 'echo nothing > "$0"', pipe]);
      expect(await ended(reading)).toEqual({ code: 1, err: '' });
    },
  );
});

describe('one line on standard error', () => {
  it.each([
    ['no command', [], 'crossproof: no command given (see --help)\n'],
    [
      'a command that is none',
      ['verfy'],
      "crossproof: unknown command 'verfy' (Did you mean verify?) (see --help)\n",
    ],
    ['help for a command that is none', ['help', 'x'], "crossproof: unknown command 'x' (see --help)\n"],
    ['a flag that is none', ['id', '--bogus'], "crossproof: unknown option '--bogus' (see --help)\n"],
    [
      'a flag that is missing',
      ['publish'],
      "crossproof: required option '--key <file>' not specified (see --help)\n",
    ],
    ['an argument that is missing', ['score'], "crossproof: missing required argument 'file' (see --help)\n"],
    [
      'a name that would paint the terminal',
      ['inspect', 'a\nb\u001b[31m'],
      'crossproof: a\uFFFDb\uFFFD[31m: no such file\n',
    ],
    ['an empty name', ['score', ''], 'crossproof: a file name is empty\n'],
  ])('and exit code 2: %s', async (_name, args, err) => {
    expect(await cli(args)).toEqual({ code: 2, signal: null, out: '', err });
  });
});
