import type { ScheduleStore } from '../store/schedule-types.js';
import { later, longestSeconds } from './intervals.js';
import { SWEEP_PAGE } from './limits.js';

/**
 * Brings back what a clock that ran ahead has put further away than any rule does, to anywhere in its next interval.
 * Gives their number.
 */
export async function pullIn(schedules: ScheduleStore, now: Date, random: () => number): Promise<number> {
  let moved = 0;
  for (let every = await schedules.nextEvery(0); every !== null; every = await schedules.nextEvery(every)) {
    const everySeconds = every;
    const beyond = later(now, longestSeconds(everySeconds));
    for (;;) {
      const page = await schedules.dueAfter(everySeconds, beyond, SWEEP_PAGE);
      moved += await schedules.move(
        page.map(({ subject, dueAt }) => ({ subject, from: dueAt, to: later(now, everySeconds * random()) })),
      );
      if (page.length < SWEEP_PAGE) break;
    }
  }
  return moved;
}
