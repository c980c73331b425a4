import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batches, batchStatements, filledBatch } from '../../src/store/batches.js';

test('batches hold every item once, in order, in sizes there are statements for', () => {
  const statement = batchStatements(2, (rows) => rows);
  fc.assert(
    fc.property(fc.nat(700), (count) => {
      const items = Array.from({ length: count }, (_, n) => n);
      const all = [...batches(items)];
      expect(all.flat()).toEqual(items);
      // One row too many or too few in a statement would be another row's value.
      for (const batch of all) expect(statement(batch.length).split('), (').length).toBe(batch.length);
      expect(all.length).toBeLessThanOrEqual(Math.floor(count / 64) + 6);
    }),
  );
});

test('a statement numbers its parameters through the rows', () => {
  const statement = batchStatements(3, (rows) => `VALUES ${rows} END`);
  expect([statement(1), statement(2)]).toEqual([
    'VALUES ($1, $2, $3) END',
    'VALUES ($1, $2, $3), ($4, $5, $6) END',
  ]);
  expect(() => statement(3)).toThrow(new RangeError('no batch has 3 rows'));
});

test('a filled batch has a statement, and every value in it was asked for', () => {
  const statement = batchStatements(1, (rows) => rows);
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 64 }), (items) => {
      const filled = filledBatch(items);
      expect(filled.slice(0, items.length)).toEqual(items);
      expect(new Set(filled)).toEqual(new Set(items));
      if (items.length > 0) expect(statement(filled.length).split(', ').length).toBe(filled.length);
      else expect(filled).toEqual([]);
    }),
  );
});
