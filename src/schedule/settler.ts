import type { Clock } from '../fetch/types.js';
import type { Report } from '../report/types.js';
import type { ScheduleStore } from '../store/schedule-types.js';
import { nextDue } from './next-due.js';

export interface SettlerDeps {
  readonly schedules: ScheduleStore;
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
}

/** A verification of record that was stored, whoever asked for it. */
export interface Settled {
  readonly subject: string;
  readonly report: Report;
  readonly before: Report | null;
  readonly nothingRead: boolean;
}

/** Says after each verification when the subject is next, where it has a schedule. Rejects with a StoreError. */
export function createSettler({
  schedules,
  clock,
  random,
}: SettlerDeps): (settled: Settled) => Promise<void> {
  return async ({ subject, ...ended }) => {
    const schedule = await schedules.get(subject);
    if (schedule === null) return;
    const now = clock.now();
    const { dueAt, calm, soon } = nextDue({ ...ended, schedule, now, random });
    const lastRunAt = now.toISOString();
    await schedules.settle(subject, { dueAt, calm, soon, lastRunAt, everySeconds: schedule.everySeconds });
  };
}
