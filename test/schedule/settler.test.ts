import { afterEach, describe, expect, test } from 'vitest';
import { createSettler } from '../../src/schedule/settler.js';
import { SqlSchedules } from '../../src/store/sql-schedules.js';
import { stores } from '../store/support/stores.js';
import { frozenClock, NOON } from '../support/frozen-clock.js';
import { FAILING, report, SUBJECT } from './support/reports.js';

const DAY = 86_400;

describe.each(stores)('after a verification, in $name', ({ open }) => {
  const opened: { close(): Promise<void> }[] = [];
  const make = async () => {
    const made = await open();
    opened.push(made);
    const schedules = new SqlSchedules(made.database);
    const clock = frozenClock();
    return { schedules, clock, settle: createSettler({ schedules, clock, random: () => 0.5 }) };
  };
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });
  const good = { subject: SUBJECT, report: report(), before: report(), nothingRead: false };

  test('the schedule moves on, and remembers when it ran', async () => {
    const { schedules, clock, settle } = await make();
    const put = { subject: SUBJECT, everySeconds: DAY, dueAt: NOON, createdAt: NOON };
    await schedules.put(put);
    await settle(good);
    const first = { ...put, calm: 1, soon: 0, lastRunAt: NOON, dueAt: '2026-11-22T12:00:00.000Z' };
    expect(await schedules.get(SUBJECT)).toEqual(first);
    clock.set(first.dueAt);
    await settle({ ...good, report: report({ accounts: FAILING }) });
    expect(await schedules.get(SUBJECT)).toEqual({
      ...{ ...put, calm: 2, soon: 1, lastRunAt: first.dueAt, dueAt: '2026-11-22T16:00:00.000Z' },
    });
  });

  test('a subject without a schedule gets none', async () => {
    const { schedules, settle } = await make();
    await settle(good);
    expect(await schedules.count()).toBe(0);
  });
});
