import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.js';
import { run } from '../../src/cli/run.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** What a command prints. */
async function printed(argv: readonly string[]): Promise<string> {
  let text = '';
  const write = (more: string): void => {
    text += more;
  };
  const io: Io = {
    out: write,
    err: write,
    readStdin: async () => Buffer.alloc(0),
    stdinLines: async function* () {},
    interactive: false,
    env: {},
    now: () => new Date(0),
    signal: new AbortController().signal,
  };
  expect(await run(argv, io)).toBe(0);
  return text;
}

const namesIn = (help: string): string[] =>
  [...(help.split('\nCommands:\n')[1] ?? '').matchAll(/^ {2}([a-z]+)/gm)].map(([, name = '']) => name);
const commands = namesIn(await printed(['--help'])).filter((name) => name !== 'help');

describe('the commands of the README', () => {
  it('are those that there are', () => {
    const [, table = ''] = /## The commands\n(.*?)\n## /s.exec(readme) ?? [];
    const rows = [...table.matchAll(/^\| (`.*?) \|/gm)].map(([, cell = '']) => cell);
    const named = rows.flatMap((cell) => [...cell.matchAll(/`([a-z]+)/g)].map(([, name = '']) => name));
    expect([...new Set(named)].sort()).toEqual([...commands].sort());
  });

  it.each(commands)('has an example in its --help: %s', async (command) => {
    const help = await printed([command, '--help']);
    const all = [
      help,
      ...(await Promise.all(namesIn(help).map((name) => printed([command, name, '--help'])))),
    ];
    expect(all.join('\n')).toMatch(new RegExp(`^Examples?:\n(?:.*\n)*?.*crossproof ${command}\\b`, 'm'));
  });

  it('are given flags that they have', async () => {
    const lines = readme.replaceAll('\\\n', ' ').match(/^ +npx crossproof .*$/gm) ?? [];
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) {
      const [, command = '', rest = ''] = /npx crossproof (\w+)([^#>]*)/.exec(line) ?? [];
      const help = await printed([command, '--help']);
      const unknown = (rest.match(/--[a-z-]+/g) ?? []).filter((flag) => !help.includes(`${flag} `));
      expect([line, unknown]).toEqual([line, []]);
    }
  });
});
