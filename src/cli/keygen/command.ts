import { Option } from 'commander';
import type { Register } from '../command.js';

const EXAMPLE = `
Example:
  $ crossproof keygen --out alice.jwk
  $ (umask 077; crossproof keygen --alg ES256 > alice.jwk)

The key is secret: it speaks for one subject, and whoever has it can sign in her
name.
`;

interface Flags {
  readonly alg: string;
  readonly sub?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** `crossproof keygen`: a new identity key. */
export const register: Register = (program, { io, done }) => {
  program
    .command('keygen')
    .description('make an identity key: a private JWK on standard output, its thumbprint on standard error')
    .addOption(
      new Option('--alg <alg>', 'signature algorithm')
        .choices(['EdDSA', 'Ed25519', 'ES256', 'ES384', 'ES512'])
        .default('EdDSA'),
    )
    .option('--sub <uri>', 'MIMI URI of the one subject it is for; `sign` refuses every other')
    .option('--out <file>', 'write the key to a new file that only you can read, instead')
    .option('--json', 'print it on one line')
    .addHelpText('after', EXAMPLE)
    .action(async (flags: Flags) => {
      const { keygen } = await import('./action.js');
      done(await keygen(flags, io));
    });
};
