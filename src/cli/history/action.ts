import type { Change } from '../../report/changes.js';
import { alertWords, CHANGES } from '../../report/code-words.js';
import { CursorError, type HistoryPage, historyOf } from '../../store/history.js';
import { SqlStore } from '../../store/sql-store.js';
import { CliError, EXIT, type ExitCode, type Io } from '../io.js';
import { jsonText } from '../json-text.js';
import { type KeeperFlags, readSubject, withKept } from '../keeper-store.js';
import { wrap } from '../plain-text.js';
import { timeText } from '../table.js';

export interface HistoryFlags extends KeeperFlags {
  readonly limit?: string;
  readonly before?: string;
  readonly json?: boolean;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 10_000;

/** One page, for whoever sits at the machine: everything is named. */
export async function history(text: string, flags: HistoryFlags, io: Io): Promise<ExitCode> {
  const subject = readSubject(text);
  const limit = limitOf(flags.limit);
  const page = await withKept(flags, io, (database) =>
    pageOf(new SqlStore(database), subject, limit, flags.before),
  );
  if (page === null) {
    io.err(`${subject}: nothing is kept of it\n`);
    return EXIT.no;
  }
  io.out(flags.json ? jsonText(page) : page.changes.map(changeText).join(''));
  if (!flags.json && page.next !== null) io.err(`older changes: --before ${page.next}\n`);
  return EXIT.yes;
}

async function pageOf(
  store: SqlStore,
  subject: string,
  limit: number,
  before: string | undefined,
): Promise<HistoryPage | null> {
  const from = before === undefined ? {} : { before };
  try {
    return await historyOf(store, subject, { audience: 'operator', limit, ...from });
  } catch (error) {
    if (error instanceof CursorError) throw new CliError(`--before: ${error.message}`);
    throw error;
  }
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new CliError(`--limit ${JSON.stringify(text.slice(0, 20))}: not a number from 1 to ${MAX_LIMIT}`);
}

function changeText({ at, kind, account, code, message }: Change): string {
  const about = account ?? (code && alertWords(code).word);
  const lines = [...(about === undefined ? [] : wrap(about, '  ')), ...wrap(message, '  ')];
  return `${timeText(at)}  ${CHANGES[kind]}\n${lines.map((line) => `${line}\n`).join('')}`;
}
