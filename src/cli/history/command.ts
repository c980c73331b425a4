import type { Register } from '../command.js';
import { addKeeperStoreFlag } from '../keeper-store.js';
import type { HistoryFlags } from './action.js';

const EXAMPLE = `
Example:
  $ crossproof history mimi://a.example/u/alice
  $ crossproof history --json --limit 20 mimi://a.example/u/alice

The last change comes first. The exit code is 1 where nothing is kept of the
subject.
`;

/** `crossproof history`: what changed, and when. */
export const register: Register = (program, { io, done }) => {
  const command = program
    .command('history')
    .description('say what changed from one verification of a subject to the next, and when')
    .argument('<subject>', 'who, as anything that `id` maps to a MIMI user or pseudonym')
    .option(
      '--limit <n>',
      'changes to print, and the rest of the look that the last of them is from (default: 50)',
    )
    .option('--before <next>', 'go on where a page ended: its `next`');
  addKeeperStoreFlag(command)
    .option('--json', 'print a page of the history as JSON')
    .addHelpText('after', EXAMPLE)
    .action(async (subject: string, flags: HistoryFlags) => {
      const { history } = await import('./action.js');
      done(await history(subject, flags, io));
    });
};
