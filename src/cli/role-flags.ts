import type { Command } from 'commander';
import { ConfigError, environmentHelp, type Role } from '../config/index.js';
import { RedisError } from '../redis/redis-error.js';
import type { RoleInput } from '../roles/role.js';
import { defaultStorePath } from '../store/default-path.js';
import { StoreError } from '../store/store-error.js';
import { addFetchFlags, readFetchFlags } from './fetch-flags.js';
import { CliError, EXIT, type ExitCode, type Io } from './io.js';

/** As a person would type them. */
const EXAMPLES: Readonly<Record<Role, string>> = {
  serve: `
Examples:
  $ crossproof serve
  $ CROSSPROOF_PUBLIC_URL=https://id.example crossproof serve --host 0.0.0.0
`,
  worker: `
Example:
  $ REDIS_URL=redis://redis DATABASE_URL=postgres://postgres/crossproof \\
      crossproof worker
`,
  scheduler: `
Example:
  $ REDIS_URL=redis://redis DATABASE_URL=postgres://postgres/crossproof \\
      crossproof scheduler
`,
};

/** Gives a long-running command its flags, an example and the list of its variables. */
export function addRoleFlags(command: Command, role: Role): Command {
  return addFetchFlags(command).addHelpText('after', `${EXAMPLES[role]}\n${environmentHelp(role)}`);
}

/** What a role is played with, from its flags and the process. */
export async function roleInput(options: Readonly<Record<string, unknown>>, io: Io): Promise<RoleInput> {
  const { perspective, roots: _roots, ...settings } = await readFetchFlags(options, io);
  return {
    env: io.env,
    settings,
    ...(perspective === undefined ? {} : { perspective }),
    clock: { now: () => io.now() },
    write: (line) => io.err(line),
    writeSoon: (line) => (io.errSoon ? io.errSoon(line) : io.err(line)),
    signal: io.signal,
    storePath: typeof options.store === 'string' ? options.store : defaultStorePath(io.env),
  };
}

/** Told to stop by whoever runs it (SIGTERM) a server has done its work; Ctrl-C is what it is everywhere. */
export function stoppedBy(signal: AbortSignal): ExitCode {
  return signal.reason instanceof Error && signal.reason.message === 'SIGTERM' ? EXIT.yes : EXIT.interrupted;
}

/** Plays it. Ended by a signal is how it ends; what cannot begin is one line that names the variable or the store. */
export async function playedRole(play: () => Promise<void>): Promise<ExitCode> {
  try {
    await play();
    return EXIT.yes;
  } catch (error) {
    const known = error instanceof ConfigError || error instanceof StoreError || error instanceof RedisError;
    if (known) throw new CliError(error.message);
    throw listenError(error);
  }
}

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there; choose another with --port',
  EACCES: 'not allowed to listen there; ports below 1024 need a privilege',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'no such host name',
};

/** The address that a person chose is wrong use; anything else is a bug of ours. */
function listenError(error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return error;
  const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  const why = WHY[code ?? ''];
  if (why === undefined) return error;
  const where = address === undefined ? '--host' : `${address}${port === undefined ? '' : `:${port}`}`;
  return new CliError(`${where}: ${why}`);
}
