import type { Register } from '../command.js';
import { addFetchFlags } from '../fetch-flags.js';
import type { InspectFlags } from './action.js';

const EXAMPLE = `
Example:
  $ crossproof inspect alice.jwt
  $ crossproof inspect https://alice.example/.well-known/cross-signing
  $ curl -s https://alice.example/ | crossproof inspect --json -
  $ crossproof inspect --key jwks.json badge.svg

The exit code is 0 where at least one claim holds and none is broken.
`;

/** `crossproof inspect`: every signed claim in one document. */
export const register: Register = (program, { io, done }) => {
  const command = program
    .command('inspect')
    .description('find and verify every signed claim in a document, and say whether it holds')
    .argument('[source]', 'a file, an https URL, or - for standard input')
    .option('--key <file>', 'JWK or JWK Set to trust for claims that carry no key')
    .option('--jsonl', 'read one document a line (a JSON string), print one answer a line')
    .option('--json', 'print the claims as JSON');
  addFetchFlags(command)
    .addHelpText('after', EXAMPLE)
    .action(async (source: string | undefined, flags: InspectFlags) => {
      const { inspect } = await import('./action.js');
      done(await inspect(source, flags, io));
    });
};
