import { Option } from 'commander';
import { SCHEMES } from '../../identifier/schemes.js';
import type { Register } from '../command.js';
import type { IdOptions } from './action.js';

const EXAMPLES = `
Examples:
  $ crossproof id juliet@example.com/balcony
  $ crossproof id --json 'mimi://example.com/u/juliet' '@juliet:example.com'
  $ crossproof id --as xmpp 'juliet/balcony@example.com'
  $ crossproof id --jsonl < identifiers.txt

Exit code 0 when every identifier is valid, 1 when one is not, 2 for wrong use.
`;

/** `crossproof id`: recognises identifiers (contract section 4). */
export const register: Register = (program, { io, done }) => {
  program
    .command('id')
    .summary('recognise identifiers')
    .description('recognise identifiers, normalise them, and map them to MIMI URIs and back')
    .argument('[identifier...]', 'what to recognise')
    .addOption(new Option('--as <scheme>', "read by this scheme's own grammar alone").choices([...SCHEMES]))
    .option('--json', 'print an array, one element an identifier')
    .option('--jsonl', 'read one identifier a line from standard input, print one JSON object a line')
    .addHelpText('after', EXAMPLES)
    .action(async (identifiers: string[], options: IdOptions) => {
      const { runId } = await import('./action.js');
      done(await runId(identifiers, options, io));
    });
};
