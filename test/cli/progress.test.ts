import { expect, test } from 'vitest';
import { progressTo } from '../../src/cli/verify/progress.js';
import { crawl } from '../../src/crawl/index.js';
import type { Fetcher } from '../../src/fetch/types.js';
import { columns } from '../../src/report/columns.js';

const SUBJECT = 'mimi://a.example/u/alice';
const now = () => new Date('2026-11-21T12:00:00Z');
const nothing = { fetchedAt: now().toISOString() };
const EMPTY: Fetcher = {
  fetch: async ({ url }) => ({ outcome: 'absent', url, status: 404, hops: [], ...nothing }),
  txt: async (name) => ({ outcome: 'absent', name, ...nothing }),
  close: async () => undefined,
};

async function progressOf(given: readonly string[]): Promise<string[]> {
  let told = '';
  const io = { err: (text: string) => (told += text) };
  const onEvent = progressTo(io as unknown as Parameters<typeof progressTo>[0]);
  const verify = async () => {
    throw new Error('no account shows a statement');
  };
  await crawl({ subject: SUBJECT, given, remembered: [] }, { fetcher: EMPTY, verify, now, onEvent });
  return told.trimEnd().split('\n');
}

test('each account is counted once, also where several are done at the same time', async () => {
  const lines = await progressOf(['gopher://a', 'gopher://b', 'gopher://c', 'https://a.example/']);
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['[1/5]', '[2/5]', '[3/5]', '[4/5]', '[5/5]']);
  expect(lines).toContain('[1/5] gopher://a  could not be read: unknown kind of account');
});

test('a line stays within 80 columns and whole characters', async () => {
  const lines = await progressOf([`gopher://${'字'.repeat(300)}`, `gopher://x${'👩'.repeat(300)}\u001b[2J`]);
  expect(Math.max(...lines.map(columns))).toBeLessThanOrEqual(80);
  expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
});
