import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DueHeap } from '../../src/queue/due-heap.js';
import { Fifo } from '../../src/queue/fifo.js';

/** Steps over a few values, so that many hit what is there. */
const value = fc.integer({ min: 0, max: 9 });

describe('a line', () => {
  it('does what an array does, with whatever is pushed in and pulled out', () => {
    const step = fc.record({ verb: fc.constantFrom('push', 'unshift', 'shift', 'delete'), value });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const line = new Fifo<number>();
        const model: number[] = [];
        for (const { verb, value } of steps) {
          const at = model.indexOf(value);
          if (verb === 'shift') expect(line.shift()).toBe(model.shift());
          else if (verb === 'delete') {
            expect(line.delete(value)).toBe(at >= 0);
            if (at >= 0) model.splice(at, 1);
          } else if (at < 0) {
            if (verb === 'push') line.push(value);
            else line.unshift(value);
            if (verb === 'push') model.push(value);
            else model.unshift(value);
          }
          expect(line.size).toBe(model.length);
        }
        expect(model.map(() => line.shift())).toEqual(model);
      }),
    );
  });
});

describe('what becomes due', () => {
  it('comes out earliest first, and of two that are due together the one that came first', () => {
    const step = fc.record({
      verb: fc.constantFrom('add', 'delete', 'take'),
      value,
      due: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const heap = new DueHeap<number>();
        let model: { value: number; due: number }[] = [];
        for (const { verb, value, due } of steps) {
          const known = model.some((item) => item.value === value);
          const first = model.filter((item) => item.due <= due).sort((a, b) => a.due - b.due)[0];
          if (verb === 'add' && !known) {
            heap.add(value, due);
            model.push({ value, due });
          } else if (verb === 'delete') {
            expect(heap.delete(value)).toBe(known);
            model = model.filter((item) => item.value !== value);
          } else if (verb === 'take') {
            expect(heap.takeDue(due)).toBe(first?.value);
            model = model.filter((item) => item !== first);
          }
          expect([heap.size, heap.next]).toEqual([
            model.length,
            model.length === 0 ? undefined : Math.min(...model.map((item) => item.due)),
          ]);
        }
      }),
    );
  });
});
