import type { Register } from '../command.js';
import { addKeeperStoreFlag } from '../keeper-store.js';
import type { ForgetFlags } from './action.js';

const EXAMPLE = `
Example:
  $ crossproof forget mimi://a.example/u/alice
  $ crossproof forget mimi://a.example/u/alice --key alice.jwk \\
      --audience https://crossproof.example

Removes what was seen and concluded, cached answers, the schedule and jobs; what
is being verified just now is stopped and dropped. The exit code is 1 where
nothing was kept. There is no way back.
With --key nothing is removed here: it prints what the subject herself sends to
a server that somebody else keeps.
`;

/** `crossproof forget`: nothing of a subject is left. */
export const register: Register = (program, { io, done }) => {
  const command = program
    .command('forget')
    .description('remove everything that is kept of a subject')
    .argument('<subject>', 'who, as anything that `id` maps to a MIMI user or pseudonym')
    .option('--key <file>', 'private JWK of the subject: print a signed request instead')
    .option('--audience <url>', 'with --key: origin of the server that is asked, as https://HOST');
  addKeeperStoreFlag(command)
    .option('--json', 'print what was removed, or the request, as JSON')
    .addHelpText('after', EXAMPLE)
    .action(async (subject: string, flags: ForgetFlags) => {
      const { forget } = await import('./action.js');
      done(await forget(subject, flags, io));
    });
};
