import type { Register } from '../command.js';
import { addFetchFlags } from '../fetch-flags.js';
import { addStoreFlags } from '../store-flags.js';

const collect = (value: string, all: string[] = []): string[] => [...all, value];

export const register: Register = (program, { io, done }) => {
  const command = program
    .command('verify')
    .description('crawls a user’s accounts, verifies and scores what they say, and prints the report')
    .argument('<subject>', 'the user: mimi://a.example/u/alice, or what maps to it (see crossproof id)')
    .option('--account <uri>', 'an account you believe is hers (repeatable)', collect)
    .option('--pin <thumbprint>', 'a key you trust for this user (repeatable)', collect)
    .option('--json', 'print the report as JSON');
  addStoreFlags(addFetchFlags(command))
    .addHelpText(
      'after',
      '\nExit codes: 0 consistent, 1 anything else, 2 trouble or nothing could be read.\n' +
        '\nThe report is kept with what you gave. On a store that a server answers from\n' +
        'it is what the server tells until it looks again: use --no-store for a look\nof your own.\n' +
        '\nExample:\n  $ crossproof verify mimi://a.example/u/alice \\\n      --account https://github.com/alice\n',
    )
    .action(async (subject: string, options: Record<string, unknown>) => {
      const { verifyCommand } = await import('./action.js');
      done(await verifyCommand(subject, options, io));
    });
};
