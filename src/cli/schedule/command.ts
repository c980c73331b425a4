import type { Register } from '../command.js';
import { addGroup } from '../group.js';
import { addKeeperStoreFlag } from '../keeper-store.js';
import type { AddFlags, ScheduleFlags } from './action.js';

const EXAMPLE = `
Example:
  $ crossproof schedule add mimi://a.example/u/alice --every PT6H
  $ crossproof schedule add --file subjects.txt --every P1D
  $ crossproof schedule list
  $ crossproof schedule remove mimi://a.example/u/alice
`;

const ADD_EXAMPLE = `
Example:
  $ crossproof schedule add mimi://a.example/u/alice --every PT6H
  $ crossproof schedule add --file subjects.txt --every P1D

A file has one subject a line; empty lines and lines that begin with # are
skipped. Many that are added together are spread over the first interval.

Callers of a server have wishes of their own: a subject is verified as often as
the most frequent wish asks, yours or a caller's.
`;

const LIST_EXAMPLE = `
Example:
  $ crossproof schedule list --json

WISHES is how many want it, you among them, where that is more than one: EVERY
is what the most frequent of them asks for.
`;

const REMOVE_EXAMPLE = `
Example:
  $ crossproof schedule remove mimi://a.example/u/alice

What was seen stays; \`crossproof forget\` removes that too. The wishes of a
server's callers end with yours. The exit code is 1 where one of them was not
scheduled.
`;

/** `crossproof schedule`: subjects that are verified again and again. */
export const register: Register = (program, { io, done }) => {
  const schedule = addGroup(program, 'schedule')
    .description('subjects that `serve` or `scheduler` verify again and again')
    .addHelpText('after', EXAMPLE);
  const add = schedule
    .command('add')
    .description('verify subjects again and again, or change how often')
    .argument('[subject...]', 'who, as anything that `id` maps to a MIMI user or pseudonym')
    .option('--every <duration>', 'how often, as an ISO 8601 duration from PT1H to P366D (default: P1D)')
    .option('--file <file>', 'more subjects, one a line; - is standard input');
  addKeeperStoreFlag(add)
    .option('--json', 'print the schedules as JSON')
    .addHelpText('after', ADD_EXAMPLE)
    .action(async (subjects: string[], flags: AddFlags) => {
      const { addSchedules } = await import('./action.js');
      done(await addSchedules(subjects, flags, io));
    });
  addKeeperStoreFlag(schedule.command('list').description('list what is scheduled, by subject'))
    .option('--json', 'print the schedules as JSON')
    .addHelpText('after', LIST_EXAMPLE)
    .action(async (flags: ScheduleFlags) => {
      const { listSchedules } = await import('./action.js');
      done(await listSchedules(flags, io));
    });
  const remove = schedule
    .command('remove')
    .description('stop verifying subjects')
    .argument('<subject...>', 'who');
  addKeeperStoreFlag(remove)
    .option('--json', 'print the subjects that were scheduled as JSON')
    .addHelpText('after', REMOVE_EXAMPLE)
    .action(async (subjects: string[], flags: ScheduleFlags) => {
      const { removeSchedules } = await import('./action.js');
      done(await removeSchedules(subjects, flags, io));
    });
};
