import type { Register } from '../command.js';
import { addGroup } from '../group.js';
import type { CopyFlags } from './action.js';

const EXAMPLE = `
Example:
  $ crossproof store copy ~/.local/share/crossproof/store.sqlite \\
      postgres://crossproof@db.example/crossproof
`;

const COPY_EXAMPLE = `${EXAMPLE}
End what writes to the first store before. The second one has to be empty; it
holds everything afterwards, or nothing. Cached answers of hosts are left out:
they are fetched again.
`;

/** `crossproof store`: what is done with a store as a whole. */
export const register: Register = (program, { io, done }) => {
  const store = addGroup(program, 'store')
    .description('what is done with a store as a whole')
    .addHelpText('after', EXAMPLE);
  store
    .command('copy')
    .description('copy a store into an empty one, from a file to a server or back')
    .argument('<from>', 'a file or a postgres: URL')
    .argument('<to>', 'another one, which is empty or not there yet')
    .option('--json', 'print the number of rows of each table as JSON')
    .addHelpText('after', COPY_EXAMPLE)
    .action(async (from: string, to: string, flags: CopyFlags) => {
      const { copy } = await import('./action.js');
      done(await copy(from, to, flags, io));
    });
};
