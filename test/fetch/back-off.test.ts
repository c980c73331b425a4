import { describe, expect, it } from 'vitest';
import { BackOff } from '../../src/fetch/back-off.js';
import { MAX_BACK_OFF_HOSTS } from '../../src/fetch/limits.js';

/** Whatever is remembered, also of what has ended: nothing ended before the beginning of time. */
const kept = (backOff: BackOff) => [...backOff.resting(Number.NEGATIVE_INFINITY)];

describe('hosts that are left alone', () => {
  it('are remembered until they may be asked again, and no longer', () => {
    const byNote = new BackOff();
    byNote.note('a.example', 10, 0);
    byNote.note('b.example', 30, 10);
    expect(kept(byNote)).toEqual([['b.example', 30]]);
    const byLook = new BackOff();
    byLook.note('a.example', 10, 0);
    expect([[...byLook.resting(9)], [...byLook.resting(10)], kept(byLook)]).toEqual([
      [['a.example', 10]],
      [],
      [],
    ]);
  });

  it('are no more than there is room for: those that have ended make room first, then the oldest wish', () => {
    const backOff = new BackOff();
    backOff.note('oldest.example', 1_000, 0);
    backOff.note('ended.example', 1, 0);
    for (let i = 2; i < MAX_BACK_OFF_HOSTS; i += 1) backOff.note(`h${i}.example`, 1_000, 0);
    backOff.note('x.example', 1_000, 1);
    expect([kept(backOff).length, kept(backOff)[0]]).toEqual([MAX_BACK_OFF_HOSTS, ['oldest.example', 1_000]]);
    backOff.note('y.example', 1_000, 1);
    expect([kept(backOff).length, kept(backOff)[0]]).toEqual([MAX_BACK_OFF_HOSTS, ['h2.example', 1_000]]);
  });
});
