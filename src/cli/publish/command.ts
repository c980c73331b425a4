import type { Register } from '../command.js';
import type { PublishOptions } from './action.js';

const EXAMPLE = `
Example:
  $ crossproof publish --key alice.jwk --statement alice.jwt
  $ crossproof publish --key alice.jwk --statement alice.sd-jwt \\
      --reveal https://github.com/alice

With --sd each account is given a presentation that names it and no other. What
stands at your own provider is where readers start: it names the accounts that
--reveal lists, and none without.
`;

/** `crossproof publish`: what to put where. */
export const register: Register = (program, { io, done }) => {
  program
    .command('publish')
    .description('say for each account named what to put where, in the words of its service')
    .requiredOption('--key <file>', 'JWK of the identity key, private or public')
    .requiredOption('--statement <file>', 'the statement that `sign` made; - is standard input')
    .option(
      '--reveal <uri...>',
      'with --sd: account that your own provider may name to its readers (repeatable)',
    )
    .option('--json', 'print the steps as JSON')
    .addHelpText('after', EXAMPLE)
    .action(async (flags: PublishOptions) => {
      const { publish } = await import('./action.js');
      done(await publish(flags, io));
    });
};
