import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BodyChunks } from '../../src/fetch/body-chunks.js';

test('whatever the pieces are, the body is the same', () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 20 }),
    fc.uint8Array({ minLength: 4_000, maxLength: 20_000, size: 'max' }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const chunks = new BodyChunks();
      for (const one of pieces) chunks.add(Buffer.from(one));
      expect(Buffer.concat(chunks.take()).equals(Buffer.concat(pieces))).toBe(true);
      expect(chunks.take()).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test('a body in pieces of one byte is kept in few blocks', () => {
  const chunks = new BodyChunks();
  for (let at = 0; at < 100_000; at += 1) chunks.add(Buffer.from([at % 256]));
  const blocks = chunks.take();
  expect(blocks.length).toBe(Math.ceil(100_000 / 16_384));
  expect(Buffer.concat(blocks).every((byte, at) => byte === at % 256)).toBe(true);
});
