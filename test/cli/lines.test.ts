import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitLines } from '../../src/cli/lines.js';

async function lines(text: string, size: number, limit?: number): Promise<string[]> {
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const all: string[] = [];
  for await (const line of splitLines(chunks(), limit)) all.push(line);
  return all;
}

describe('lines of standard input', () => {
  it.each([
    ['nothing', '', []],
    ['one without an end', 'a', ['a']],
    ['blank ones', '\n\na\n', ['', '', 'a']],
    ['CRLF', 'a\r\nb\r\n', ['a', 'b']],
    ['a lone CR is data', 'a\rb\n', ['a\rb']],
    ['no other line end counts', 'a\u2028b\u0085c\n', ['a\u2028b\u0085c']],
  ])('are split at LF alone: %s', async (_name, text, expected) => {
    expect(await lines(text, 3)).toEqual(expected);
  });

  it('are cut behind the limit and the next one stands', async () => {
    expect(await lines(`${'x'.repeat(100)}\nnext\n`, 7, 10)).toEqual(['x'.repeat(11), 'next']);
  });

  it('are the same however the bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 9 }), async (text, size) => {
        const clean = text.replace(/\r/g, '');
        const expected = clean.split('\n');
        if (expected.at(-1) === '') expected.pop();
        expect(await lines(clean, size)).toEqual(expected);
      }),
    );
  });
});
