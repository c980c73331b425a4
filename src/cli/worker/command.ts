import type { Register } from '../command.js';
import { addRoleFlags, stoppedBy } from '../role-flags.js';

export const register: Register = (program, { io, done }) => {
  const command = program
    .command('worker')
    .description('takes verifications from the queue and does them (distributed deployment)');
  addRoleFlags(command, 'worker').action(async (options: Record<string, unknown>) => {
    const { workerCommand } = await import('./action.js');
    done(await workerCommand(options, io), stoppedBy(io.signal));
  });
};
