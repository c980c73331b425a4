import { scheduler } from '../../../workers/scheduler.js';
import type { ExitCode, Io } from '../io.js';
import { playedRole, roleInput } from '../role-flags.js';

export async function schedulerCommand(
  options: Readonly<Record<string, unknown>>,
  io: Io,
): Promise<ExitCode> {
  const input = await roleInput(options, io);
  return playedRole(() => scheduler(input));
}
