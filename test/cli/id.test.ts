import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { register } from '../../src/cli/id/command.js';
import { CliError, type ExitCode, type Io } from '../../src/cli/io.js';

/** Runs `id` with what is on standard input, and tells what it wrote. */
async function id(
  args: readonly string[],
  lines: Iterable<string> | AsyncIterable<string> = [],
  signal = new AbortController().signal,
) {
  let out = '';
  let writes = 0;
  let code: ExitCode | null = null;
  const io: Io = {
    out: (text) => {
      out += text;
      writes++;
    },
    err: () => undefined,
    readStdin: async () => Buffer.alloc(0),
    stdinLines: async function* () {
      yield* lines;
    },
    interactive: false,
    env: {},
    now: () => new Date('2026-11-21T12:00:00Z'),
    signal,
  };
  const program = new Command('crossproof').exitOverride().configureOutput({
    writeOut: (text) => io.out(text),
    writeErr: (text) => io.out(text),
  });
  register(program, { io, done: (exit) => (code = exit) });
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  await program.parseAsync(['id', ...args], { from: 'user' });
  return { out, writes, code };
}

describe('crossproof id', () => {
  it('prints an array, one element an argument, with --json', async () => {
    const { out, code } = await id(['--json', 'a@a.example', 'mimi://']);
    expect(JSON.parse(out)).toEqual([
      expect.objectContaining({ input: 'a@a.example', valid: true, mimi: 'mimi://a.example/u/a' }),
      {
        input: 'mimi://',
        valid: false,
        error: 'invalid-identifier',
        message: 'The MIMI URI is refused: its host is empty',
      },
    ]);
    expect(code).toBe(1);
  });

  it('ends with 0 when every identifier is valid', async () => {
    expect((await id(['a@a.example', '@b@b.example'])).code).toBe(0);
  });

  it('reads by one grammar with --as', async () => {
    const { out } = await id(['--json', '--as', 'xmpp', 'juliet/balcony@example.com']);
    expect(JSON.parse(out)).toMatchObject([
      { scheme: 'xmpp', normalized: 'juliet/balcony@example.com', mimi: null },
    ]);
  });

  it('says to a person that what names no scheme can be given one, unless it was', async () => {
    const hint = "  or          --as SCHEME reads it by that scheme's own grammar\n";
    expect([
      (await id(['juliet'])).out.endsWith(hint),
      (await id(['--as', 'acct', 'juliet'])).out.includes('--as'),
      (await id(['--json', 'juliet'])).out.includes('--as'),
    ]).toEqual([true, false, false]);
  });

  it('prints short aligned lines for a person', async () => {
    const { out } = await id(['juliet@Example.com/balcony', 'mimi://']);
    expect(out).toBe(
      [
        '✔ juliet@Example.com/balcony',
        '  is          xmpp client',
        '  normalized  juliet@example.com/balcony',
        '  MIMI        mimi://example.com/d/juliet/balcony',
        '',
        '✘ mimi://',
        '  not valid   The MIMI URI is refused: its host is empty',
        '',
      ].join('\n'),
    );
  });

  it('never lets a stranger paint the screen, and stays within 80 columns', async () => {
    const { out } = await id([`\u001B[2J\u202E${'a'.repeat(300)}`, 'аlice@a.example']);
    expect(out).toMatch(/^[^\p{Cc}\p{Cf}]*$/mu);
    expect(out.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
    expect(out).toContain('✘ \\u{1b}[2J\\u{202e}aaa');
    expect(out).toContain('some of its letters look like other letters');
  });

  it('has an example in its help', async () => {
    await expect(id(['--help'])).rejects.toMatchObject({ exitCode: 0 });
  });

  it.each([
    ['no identifier', []],
    ['identifiers beside --jsonl', ['--jsonl', 'a@a.example']],
  ])('refuses %s as wrong use', async (_, args) => {
    await expect(id(args)).rejects.toBeInstanceOf(CliError);
  });

  it('refuses a scheme that is none', async () => {
    await expect(id(['--as', 'fax', 'x'])).rejects.toMatchObject({ code: 'commander.invalidArgument' });
  });
});

describe('crossproof id --jsonl', () => {
  it('answers every line with one object, blank and broken ones included', async () => {
    const lines = ['a@a.example', '', '  ', '\u0000', '{"json": 1}', '\uD800'];
    const { out, code } = await id(['--jsonl'], lines);
    const answers = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.map((one) => [one.input, one.valid])).toEqual(lines.map((line, at) => [line, at === 0]));
    expect(code).toBe(1);
  });

  it('ends with 0 when every line is valid, and when there is none', async () => {
    expect([(await id(['--jsonl'], ['a@a.example', '@b'])).code, (await id(['--jsonl'])).code]).toEqual([
      0, 0,
    ]);
  });

  it('answers a line at once when no other waits', async () => {
    const seen: string[] = [];
    let out = '';
    const io = { signal: new AbortController().signal } as Io;
    io.out = (text) => {
      out += text;
    };
    io.stdinLines = async function* () {
      yield 'a@a.example';
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      seen.push(out);
      yield 'b@b.example';
    };
    const { runId } = await import('../../src/cli/id/action.js');
    await runId([], { jsonl: true }, io);
    expect(JSON.parse(seen[0] ?? '')).toMatchObject({ input: 'a@a.example', valid: true });
    expect(out.trimEnd().split('\n')).toHaveLength(2);
  });

  it('gathers many lines into few writes, and repeats only the beginning of an endless one', async () => {
    const lines = [...Array.from({ length: 2000 }, (_, at) => `user${at}@a.example`), 'x'.repeat(10_000_000)];
    const { out, writes } = await id(['--jsonl'], lines);
    expect(out.trimEnd().split('\n')).toHaveLength(2001);
    expect(writes).toBeLessThan(100);
    expect(JSON.parse(out.trimEnd().split('\n').at(-1) ?? '')).toEqual({
      input: `${'x'.repeat(4096)}…`,
      valid: false,
      error: 'invalid-identifier',
      message: 'It is longer than 4096 characters',
    });
  });

  it('stops where it is interrupted', async () => {
    const controller = new AbortController();
    const lines = async function* () {
      yield 'a@a.example';
      controller.abort();
      yield 'b@b.example';
    };
    expect((await id(['--jsonl'], lines(), controller.signal)).out.trimEnd().split('\n')).toHaveLength(1);
  });
});
