import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Io } from '../../src/cli/io.js';
import { run } from '../../src/cli/run.js';

/** An Io that keeps what is written, and tells a listener of it. */
function recordingIo(onErr: (all: string) => void = () => undefined) {
  const controller = new AbortController();
  const written = { out: '', err: '' };
  const io: Io = {
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
      onErr(written.err);
    },
    readStdin: async () => Buffer.alloc(0),
    stdinLines: async function* () {},
    interactive: false,
    env: {},
    now: () => new Date(),
    signal: controller.signal,
  };
  return { io, written, interrupt: () => controller.abort(new Error('SIGINT')) };
}

// A temporary folder of its own: what is left in it was left by these runs.
const folder = mkdtempSync(join(tmpdir(), 'crossproof-demo-test-'));
beforeAll(() => void vi.stubEnv('TMPDIR', folder));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});
const left = () => readdirSync(folder);

const STATES = [
  ['mimi://a.example/u/alice', 'consistent'],
  ['acct:alice@old.example', 'conflicting'],
  ['acct:alice@social.example', 'consistent'],
  ['https://alice.example/', 'consistent'],
  ['https://bsky.app/profile/alice.bsky.social', 'consistent'],
  ['https://github.com/alice', 'consistent'],
];

interface ReportJson {
  readonly verdict: string;
  readonly score: number;
  readonly accounts: readonly { readonly account: string; readonly state: string }[];
  readonly alerts: readonly { readonly code: string; readonly accounts: readonly string[] }[];
}

const statesOf = ({ accounts }: ReportJson) => {
  const [subject, ...others] = accounts.map(({ account, state }) => [account, state]);
  return [subject, ...others.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))];
};

/** The words of the command that `--keep` prints. */
function printedCommand(err: string): string[] {
  const [, command = ''] = /^ {2}npx crossproof (.+?)\n\n/ms.exec(err) ?? [];
  return command.replaceAll('\\\n', ' ').split(/\s+/);
}

describe('crossproof demo', () => {
  it('verifies its user, shows progress account by account, and explains what was seen', async () => {
    const { io, written } = recordingIo();
    expect(await run(['demo'], io)).toBe(0);
    for (const [account = ''] of STATES) expect(written.err).toContain(account);
    expect(written.out).toContain('CONSISTENT');
    expect(written.err).toContain('Who lied: old.example.');
    expect(Math.max(...written.out.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(80);
    expect(left()).toEqual([]);
  });

  it('prints the report and nothing else on standard output with --json', async () => {
    const { io, written } = recordingIo();
    expect(await run(['demo', '--json'], io)).toBe(0);
    const report: ReportJson = JSON.parse(written.out);
    expect(statesOf(report)).toEqual(STATES);
    expect([report.verdict, report.score > 0.999]).toEqual(['consistent', true]);
    expect(report.alerts.find(({ code }) => code === 'conflicting-statement')?.accounts).toEqual([
      'acct:alice@old.example',
    ]);
  });

  it('stays up with --keep, where its printed command gives the same answer, until Ctrl-C', async () => {
    let ready: (err: string) => void;
    const up = new Promise<string>((resolved) => {
      ready = resolved;
    });
    const { io, interrupt } = recordingIo((err) => {
      if (err.includes('Ctrl-C ends it.')) ready(err);
    });
    const ended = run(['demo', '--keep'], io);
    const words = printedCommand(await up);
    const [, page = ''] = /^Her profile page:\n {2}(\S+)\n/m.exec(await up) ?? [];
    const answer = await fetch(page);
    expect([answer.status, (await answer.text()).includes('mimi://a.example/u/alice')]).toEqual([200, true]);
    const second = recordingIo();
    expect(words.slice(0, 2)).toEqual(['verify', 'mimi://a.example/u/alice']);
    expect(await run([...words, '--json'], second.io)).toBe(0);
    expect(statesOf(JSON.parse(second.written.out))).toEqual(STATES);
    interrupt();
    expect(await ended).toBe(130);
    expect(left()).toEqual([]);
  });

  it('ends with 130 and leaves nothing behind when interrupted in the middle', async () => {
    const { io, interrupt } = recordingIo((err) => {
      if (err.includes('Verifying')) interrupt();
    });
    expect(await run(['demo'], io)).toBe(130);
    expect(left()).toEqual([]);
  });

  it('has a help text with an example', async () => {
    const { io, written } = recordingIo();
    expect(await run(['demo', '--help'], io)).toBe(0);
    expect(written.out).toContain('$ crossproof demo');
  });
});
