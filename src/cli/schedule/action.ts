import { formatDuration, parseEvery } from '../../schedule/duration.js';
import { firstDue } from '../../schedule/first-due.js';
import { DEFAULT_EVERY_SECONDS, MAX_EVERY_SECONDS, MIN_EVERY_SECONDS } from '../../schedule/limits.js';
import { MAX_PAGE } from '../../store/limits.js';
import type { ListedSchedule, Schedule } from '../../store/schedule-types.js';
import { SqlSchedules } from '../../store/sql-schedules.js';
import { SqlStore } from '../../store/sql-store.js';
import { CliError, EXIT, type ExitCode, type Io } from '../io.js';
import { jsonText } from '../json-text.js';
import { type KeeperFlags, readSubject, withDatabase, withKept } from '../keeper-store.js';
import { table, timeText } from '../table.js';
import { subjectsIn } from './subject-file.js';

export interface ScheduleFlags extends KeeperFlags {
  readonly json?: boolean;
}

export interface AddFlags extends ScheduleFlags {
  readonly every?: string;
  readonly file?: string;
}

/** As the API tells the keeper of it. */
const viewOf = ({ subject, everySeconds, dueAt, lastRunAt }: Schedule) => ({
  subject,
  every: formatDuration(everySeconds),
  next: dueAt,
  last: lastRunAt,
});

/** Adds the keeper's wish, or changes it: of what is there already the earlier of both due times holds. */
export async function addSchedules(texts: readonly string[], flags: AddFlags, io: Io): Promise<ExitCode> {
  const everySeconds = flags.every === undefined ? DEFAULT_EVERY_SECONDS : secondsOf(flags.every);
  const named = texts.map((text) => readSubject(text));
  const listed = flags.file === undefined ? [] : await subjectsIn(flags.file, io);
  const subjects = [...new Set([...named, ...listed])].sort();
  if (subjects.length === 0) throw new CliError('schedule add: no subject given');
  return withDatabase(flags, io, async (database) => {
    const schedules = new SqlSchedules(database);
    const [first = ''] = subjects;
    const neverSeen = subjects.length === 1 && (await new SqlStore(database).latest(first)) === null;
    const now = io.now();
    const spread = { neverSeen, together: subjects.length };
    await schedules.putAll(
      subjects.map((subject) => ({
        subject,
        everySeconds,
        dueAt: firstDue(everySeconds, now, Math.random, spread),
        createdAt: now.toISOString(),
      })),
    );
    if (flags.json) io.out(jsonText(await viewsOf(schedules, subjects)));
    else io.out(`${count(subjects.length)}: verified every ${formatDuration(everySeconds)}\n`);
    return EXIT.yes;
  });
}

export async function listSchedules(flags: ScheduleFlags, io: Io): Promise<ExitCode> {
  return withKept(flags, io, async (database) => {
    const schedules = new SqlSchedules(database);
    const all: ListedSchedule[] = [];
    for (let after = ''; ; ) {
      const page = await schedules.list({ after, limit: MAX_PAGE });
      all.push(...page);
      const last = page.at(-1);
      if (last === undefined || page.length < MAX_PAGE || io.signal.aborted) break;
      after = last.subject;
    }
    if (flags.json) io.out(jsonText(all.map((each) => ({ ...viewOf(each), wishes: each.wishes }))));
    else if (all.length > 0) io.out(listText(all));
    else io.err('nothing is scheduled\n');
    return EXIT.yes;
  });
}

/** 1 where one of them was not scheduled. */
export async function removeSchedules(
  texts: readonly string[],
  flags: ScheduleFlags,
  io: Io,
): Promise<ExitCode> {
  const subjects = [...new Set(texts.map((text) => readSubject(text)))];
  return withKept(flags, io, async (database) => {
    const schedules = new SqlSchedules(database);
    const removed: string[] = [];
    for (const subject of subjects) {
      if (await schedules.remove(subject)) removed.push(subject);
      else io.err(`${subject}: not scheduled\n`);
    }
    if (flags.json) io.out(jsonText(removed));
    else io.out(removed.map((subject) => `${subject}: no longer scheduled\n`).join(''));
    return removed.length === subjects.length ? EXIT.yes : EXIT.no;
  });
}

function secondsOf(text: string): number {
  const every = parseEvery(text);
  if (every.ok) return every.seconds;
  const [least, most] = [formatDuration(MIN_EVERY_SECONDS), formatDuration(MAX_EVERY_SECONDS)];
  throw new CliError(
    `--every ${JSON.stringify(text.slice(0, 64))}: not an ISO 8601 duration from ${least} to ${most}, as PT6H or P1D`,
  );
}

async function viewsOf(schedules: SqlSchedules, subjects: readonly string[]): Promise<unknown[]> {
  const views: unknown[] = [];
  for (const subject of subjects) {
    const schedule = await schedules.get(subject);
    if (schedule) views.push(viewOf(schedule));
  }
  return views;
}

/** How many wishes stand is told where anybody but one has any. */
function listText(all: readonly ListedSchedule[]): string {
  const isShared = all.some(({ wishes }) => wishes > 1);
  const head = ['EVERY', 'NEXT', 'LAST', ...(isShared ? ['WISHES'] : []), 'SUBJECT'];
  return table([head, ...all.map((each) => rowOf(each, isShared))]);
}

function rowOf(schedule: ListedSchedule, isShared: boolean): string[] {
  const { subject, everySeconds, dueAt, lastRunAt, wishes } = schedule;
  const last = lastRunAt === null ? 'never' : timeText(lastRunAt);
  const counted = isShared ? [String(wishes)] : [];
  return [formatDuration(everySeconds), timeText(dueAt), last, ...counted, subject];
}

function count(subjects: number): string {
  return `${subjects} subject${subjects === 1 ? '' : 's'}`;
}
