import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'cheerio';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { elementSnippet } from '../../src/badge/index.js';
import { register } from '../../src/cli/badge/command.js';
import { SqlStore } from '../../src/store/sql-store.js';
import { account, report } from '../badge/support/reports.js';
import { xmlFaults } from '../badge/support/well-formed.js';
import { evidence, minute } from '../store/support/plain-values.js';
import { SUBJECT } from '../support/scenario.js';
import { type Keeper, keeper } from './support/keeper.js';
import { runCommand, wideLines } from './support/run-command.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossproof-badge-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function kept({ inStore }: Keeper): Promise<void> {
  const silent = account('https://silent.example/alice', { state: 'silent' });
  const one = report({ accounts: [account(SUBJECT), account('https://forge.example/alice'), silent] });
  await inStore(async (database) => {
    const store = new SqlStore(database);
    await store.begin({ id: '0', subject: SUBJECT, startedAt: minute(0), given: [] });
    await store.finish('0', {
      finishedAt: minute(0),
      evidence: evidence(SUBJECT, 0),
      report: one,
      memory: null,
      expectedRevision: 0,
    });
  });
}

describe('crossproof badge', () => {
  test('writes what strangers are told, and what to paste', async () => {
    const store = keeper(register);
    await kept(store);
    const file = join(folder, 'alice (1).svg');
    const { code, out, err } = await store.run([
      'badge',
      'im:alice@a.example',
      '-o',
      file,
      '--style',
      'card',
    ]);
    const words = 'mimi://a.example/u/alice: consistent, checked 21 Nov 2026 12:00 UTC';
    expect([code, err]).toEqual([0, `${file}: ${words}\n`]);
    expect(out).toBe(`HTML
<img src="alice%20%281%29.svg" alt="${words}">

Markdown
![${words}](alice%20%281%29.svg)

BBCode
[img]alice%20%281%29.svg[/img]
`);
    const svg = await readFile(file, 'utf8');
    const shown = load(svg, { xml: true })('text').text();
    expect([xmlFaults(svg), shown.includes('forge.example'), shown.includes('silent.example')]).toEqual([
      [],
      true,
      false,
    ]);
  });

  test('--server shows the server’s own, for which nothing is read or written', async () => {
    const argv = [
      'badge',
      SUBJECT,
      '--server',
      'https://id.example',
      '--theme',
      'dark',
      '--style',
      'compact',
      '--json',
    ];
    const { code, out, err } = await keeper(register).run(argv);
    const picture =
      'https://id.example/badge/mimi%3A%2F%2Fa.example%2Fu%2Falice.svg?style=compact&theme=dark';
    const page = 'https://id.example/i/mimi%3A%2F%2Fa.example%2Fu%2Falice';
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual({
      subject: SUBJECT,
      file: null,
      html: `<a href="${page}"><img src="${picture.replace('&', '&amp;')}" alt="crossproof: ${SUBJECT}"></a>`,
      markdown: `[![crossproof: ${SUBJECT}](${picture})](${page})`,
      bbcode: `[url=${page}][img]${picture}[/img][/url]`,
      element: elementSnippet('https://id.example', SUBJECT),
    });
    const { out: text } = await keeper(register).run(argv.slice(0, -1));
    expect(text.split('\n\n').at(-1)).toBe(
      `An element that checks the signature itself\n${elementSnippet('https://id.example', SUBJECT)}\n`,
    );
  });

  test('says that nothing is kept of somebody, and writes nothing', async () => {
    const file = join(folder, 'nobody.svg');
    expect(await keeper(register).run(['badge', SUBJECT, '-o', file])).toEqual({
      code: 1,
      out: '',
      err: `${SUBJECT}: nothing is kept of it\n`,
    });
    await expect(readFile(file)).rejects.toThrow('ENOENT');
  });

  test.each([
    ['no place for it', [SUBJECT], 'say where to write it'],
    ['somebody who is nobody', ['nobody', '--server', 'https://id.example'], '"nobody"'],
    [
      'a server with a path',
      [SUBJECT, '--server', 'https://id.example/x'],
      '--server "https://id.example/x"',
    ],
    ['a server without TLS', [SUBJECT, '--server', 'http://id.example'], 'expected an https origin'],
    ['an unknown style', [SUBJECT, '-o', 'x', '--style', 'neon'], ''],
  ])('refuses %s', async (_, argv, words) => {
    const { code, out, err } = await keeper(register).run(['badge', ...argv]);
    expect([code, out, err.includes(words)]).toEqual([2, '', true]);
  });

  test('says why a file cannot be written', async () => {
    const store = keeper(register);
    await kept(store);
    const file = join(folder, 'no', 'alice.svg');
    const { code, err } = await store.run(['badge', SUBJECT, '-o', file]);
    expect([code, err]).toEqual([2, `${file}: cannot be written (its folder is not there)\n`]);
  });

  test('has a help text with an example, in 80 columns', async () => {
    const { code, out } = await runCommand(register, ['badge', '--help']);
    expect([code, wideLines(out), out.includes('$ crossproof badge')]).toEqual([0, [], true]);
  });
});
