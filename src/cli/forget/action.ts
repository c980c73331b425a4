import { type Kept, keptOf } from '../../store/kept.js';
import { SqlJobs } from '../../store/sql-jobs.js';
import { SqlStore } from '../../store/sql-store.js';
import { CliError, EXIT, type ExitCode, type Io } from '../io.js';
import { jsonText } from '../json-text.js';
import { type KeeperFlags, readSubject, withKept } from '../keeper-store.js';
import { withVerifications } from './queue.js';
import { printRequest } from './request.js';

export interface ForgetFlags extends KeeperFlags {
  readonly key?: string;
  readonly audience?: string;
  readonly json?: boolean;
}

/** 1 where nothing was kept. */
export async function forget(text: string, flags: ForgetFlags, io: Io): Promise<ExitCode> {
  const subject = readSubject(text);
  const { key, audience } = flags;
  if (key !== undefined && audience !== undefined)
    return printRequest(subject, { key, audience, json: flags.json === true }, io);
  if (key !== undefined || audience !== undefined)
    throw new CliError('forget: --key and --audience go together');
  return withKept(flags, io, async (database) => {
    const kept = await keptOf(database, subject);
    const stores = { store: new SqlStore(database), jobs: new SqlJobs(database) };
    await withVerifications(stores, flags, io, (verifications) => verifications.forget(subject));
    const any = kept.verifications + kept.jobs > 0 || kept.scheduled;
    if (flags.json) io.out(jsonText({ subject, ...kept }));
    else io.out(`${subject}: ${any ? `forgotten, with ${partsOf(kept)}` : 'nothing was kept of it'}\n`);
    return any ? EXIT.yes : EXIT.no;
  });
}

function partsOf({ verifications, jobs, scheduled }: Kept): string {
  const plural = (n: number, noun: string) => (n === 0 ? [] : [`${n} ${noun}${n === 1 ? '' : 's'}`]);
  const parts = [
    ...plural(verifications, 'verification'),
    ...plural(jobs, 'job'),
    ...(scheduled ? ['its schedule'] : []),
  ];
  return [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '').join(' and ');
}
