import { expect, test } from 'vitest';
import { gathered } from '../../src/cli/gathered.js';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function gathering() {
  const written: string[] = [];
  return { written, ...gathered((text) => void written.push(text)) };
}

test('what is added in one turn is written together at its end, in its order', async () => {
  const { written, add } = gathering();
  add('a\n');
  add('b\n');
  await Promise.resolve().then(() => add('c\n'));
  expect(written).toEqual([]);
  await turn();
  expect(written).toEqual(['a\nb\nc\n']);
  add('d\n');
  await turn();
  await turn();
  expect(written).toEqual(['a\nb\nc\n', 'd\n']);
});

test('what waits is written at once when that is asked for, and once', async () => {
  const { written, add, flush } = gathering();
  flush();
  add('a\n');
  flush();
  expect(written).toEqual(['a\n']);
  add('b\n');
  await turn();
  expect(written).toEqual(['a\n', 'b\n']);
});

test('no piece is longer than what a pipe takes whole, but for a line that is', async () => {
  const { written, add } = gathering();
  const line = `${'x'.repeat(999)}\n`;
  const long = `${'y'.repeat(5_000)}\n`;
  for (const text of [line, line, line, line, line, long, line]) add(text);
  await turn();
  expect(written).toEqual([line.repeat(4), line, long, line]);
});
