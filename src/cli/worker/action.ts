import { worker } from '../../../workers/worker.js';
import type { ExitCode, Io } from '../io.js';
import { playedRole, roleInput } from '../role-flags.js';

export async function workerCommand(options: Readonly<Record<string, unknown>>, io: Io): Promise<ExitCode> {
  const input = await roleInput(options, io);
  return playedRole(() => worker(input));
}
