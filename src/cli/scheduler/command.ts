import type { Register } from '../command.js';
import { addRoleFlags, stoppedBy } from '../role-flags.js';

export const register: Register = (program, { io, done }) => {
  const command = program
    .command('scheduler')
    .description('makes jobs of what is due (distributed deployment)');
  addRoleFlags(command, 'scheduler').action(async (options: Record<string, unknown>) => {
    const { schedulerCommand } = await import('./action.js');
    done(await schedulerCommand(options, io), stoppedBy(io.signal));
  });
};
