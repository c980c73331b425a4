import type { Schedule, ScheduleStore } from '../store/schedule-types.js';
import { LATE_AFTER_MS, MAX_LATE } from './limits.js';

/** Schedules that nobody has turned into a job although they are due for long, the most overdue first; MAX_LATE at most. */
export function lateSchedules(
  schedules: Pick<ScheduleStore, 'due'>,
  now: Date,
): Promise<readonly Schedule[]> {
  return schedules.due(new Date(now.getTime() - LATE_AFTER_MS).toISOString(), MAX_LATE);
}
