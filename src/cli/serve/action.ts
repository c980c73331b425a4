import { serve } from '../../../workers/serve.js';
import { CliError, type ExitCode, type Io } from '../io.js';
import { playedRole, roleInput } from '../role-flags.js';

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 8080;
const MAX_PORT = 65_535;

export async function serveCommand(options: Readonly<Record<string, unknown>>, io: Io): Promise<ExitCode> {
  const host = hostOf(options.host);
  const port = portOf(options.port);
  const embedded = options.embedded === true;
  if (!embedded) refuseUnusedStore(options.store, io);
  const input = await roleInput(options, io);
  const listening = (url: string) => io.err(`listening on ${url}\n`);
  return playedRole(() => serve({ ...input, host, port, listening, embedded }));
}

/** A file that is named and never written would be missed on the day of the backup. */
function refuseUnusedStore(store: unknown, { env }: Io): void {
  if (store === undefined || !env.REDIS_URL || !env.DATABASE_URL) return;
  throw new CliError(
    '--store: REDIS_URL and DATABASE_URL are set, and no file is used; leave it out, or add --embedded',
  );
}

function hostOf(value: unknown): string {
  if (value === undefined) return DEFAULT_HOST;
  if (typeof value === 'string' && /^[A-Za-z0-9.:_-]{1,253}$/.test(value)) return value;
  throw new CliError(`--host ${JSON.stringify(String(value).slice(0, 100))}: not an address or a host name`);
}

function portOf(value: unknown): number {
  if (value === undefined) return DEFAULT_PORT;
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (port <= MAX_PORT) return port;
  throw new CliError(
    `--port ${JSON.stringify(String(value).slice(0, 100))}: not a port from 0 to ${MAX_PORT}`,
  );
}
