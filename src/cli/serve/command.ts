import type { Register } from '../command.js';
import { addRoleFlags, stoppedBy } from '../role-flags.js';

export const register: Register = (program, { io, done }) => {
  const command = program
    .command('serve')
    .description('serves reports, verifications and schedules over HTTP')
    .option('--embedded', 'everything in this process and one file (the default without REDIS_URL)')
    .option('--host <address>', 'address to listen on (127.0.0.1)')
    .option('--port <number>', 'port to listen on; 0 picks a free one (8080)')
    .option('--store <path>', 'the file of the embedded mode (default: under your data directory)');
  addRoleFlags(command, 'serve').action(async (options: Record<string, unknown>) => {
    const { serveCommand } = await import('./action.js');
    done(await serveCommand(options, io), stoppedBy(io.signal));
  });
};
