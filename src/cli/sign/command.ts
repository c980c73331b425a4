import type { Register } from '../command.js';
import type { SignOptions } from './action.js';

const EXAMPLE = `
Example:
  $ crossproof sign --key alice.jwk --sub mimi://a.example/u/alice \\
      --account https://github.com/alice --account https://alice.example/ \\
      > alice.jwt
  $ crossproof publish --key alice.jwk --statement alice.jwt

A key speaks for one subject. The first time, sign notes it in the key file (the
member "sub") and says so; from then on it refuses every other.
Name the statement before it with --prev: two different ones that are made in
one second without it have the same seq, and readers take that for a fraud.
With --sd the statement that is printed holds every disclosure: keep it, and
publish what \`crossproof publish\` makes of it for each place.
`;

/** `crossproof sign`: a signed statement. */
export const register: Register = (program, { io, done }) => {
  program
    .command('sign')
    .description('sign a statement that names your accounts')
    .requiredOption('--key <file>', 'private JWK of your identity key')
    .requiredOption('--sub <uri>', 'your MIMI URI, mimi://HOST/u/NAME or /p/NAME')
    .option('--account <uri...>', 'account to name (repeatable, at most 256)')
    .option(
      '--revoke <uri...>',
      'account that is yours no longer, or the thumbprint URI of the key, to end it',
    )
    .option('--seq <n>', 'number of the statement (default: the time in seconds)')
    .option('--days <n>', 'days it holds, 1 to 400 (default: 365)')
    .option('--prev <file>', 'the statement before it')
    .option('--next-key <file>', 'JWK of the key that will follow this one')
    .option('--sd', 'selective disclosure: each place names its own account only')
    .option('--no-note', 'do not note the subject in the key file')
    .option('--json', 'print the statement with its members as JSON')
    .addHelpText('after', EXAMPLE)
    .action(async (flags: SignOptions) => {
      const { sign } = await import('./action.js');
      done(await sign(flags, io));
    });
};
