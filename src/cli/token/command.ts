import { Option } from 'commander';
import { TOKEN_ROLES } from '../../store/token-types.js';
import type { Register } from '../command.js';
import { addGroup } from '../group.js';
import { addKeeperStoreFlag } from '../keeper-store.js';
import type { AddTokenFlags, TokenFlags } from './action.js';

const EXAMPLE = `
Example:
  $ crossproof token add monitoring --expires P90D
  $ crossproof token list
  $ crossproof token revoke 5f1c0d2e9a3b4c68
`;

const ADD_EXAMPLE = `
Example:
  $ crossproof token add monitoring --expires P90D > monitoring.token
  $ crossproof token add keeper --role operator

The token is printed once and kept nowhere: the store has its hash. A caller may
ask, schedule and see whole reports; an operator may forget too, sees what
accounts disclose in confidence, and signs in at /admin.
`;

/** `crossproof token`: who may ask a server for more than strangers may. */
export const register: Register = (program, { io, done }) => {
  const token = addGroup(program, 'token')
    .description('bearer tokens that a server accepts')
    .addHelpText('after', EXAMPLE);
  const add = token
    .command('add')
    .description('make a token, and print it this once')
    .argument('<name>', 'whose it is, for lists and logs')
    .addOption(new Option('--role <role>', 'what it may do').choices([...TOKEN_ROLES]).default('caller'))
    .option(
      '--expires <duration>',
      'how long it holds, as an ISO 8601 duration (default: until it is revoked)',
    );
  addKeeperStoreFlag(add)
    .option('--json', 'print the token and what is kept of it as JSON')
    .addHelpText('after', ADD_EXAMPLE)
    .action(async (name: string, flags: AddTokenFlags) => {
      const { addToken } = await import('./action.js');
      done(await addToken(name, flags, io));
    });
  addKeeperStoreFlag(token.command('list').description('list the tokens, without what is secret of them'))
    .option('--json', 'print them as JSON')
    .addHelpText('after', '\nExample:\n  $ crossproof token list --json\n')
    .action(async (flags: TokenFlags) => {
      const { listTokens } = await import('./action.js');
      done(await listTokens(flags, io));
    });
  addKeeperStoreFlag(
    token
      .command('revoke')
      .description('end a token, and what it has scheduled')
      .argument('<id>', 'as `list` has it'),
  )
    .addHelpText('after', '\nExample:\n  $ crossproof token revoke 5f1c0d2e9a3b4c68\n')
    .action(async (id: string, flags: TokenFlags) => {
      const { revokeToken } = await import('./action.js');
      done(await revokeToken(id, flags, io));
    });
};
