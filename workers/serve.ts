import type { RoleContext } from '../src/roles/context.js';
import type { Parts } from '../src/roles/parts.js';
import { playRole, type RoleInput } from '../src/roles/role.js';
import { startScheduler } from '../src/roles/scheduler.js';
import { startServer } from '../src/roles/server.js';
import { startWorker } from '../src/roles/worker.js';

export interface ServeInput extends RoleInput {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Told once it listens: `http://HOST:PORT`. */
  readonly listening: (url: string) => void;
}

/**
 * API, badges and pages; in the embedded mode also the workers and the schedule. Ends with the signal: first nobody is
 * let in, then what is at work is finished or handed back.
 */
export async function serve(input: ServeInput): Promise<void> {
  await playRole('serve', input, async (parts: Parts, context: RoleContext) => {
    const alone = parts.mode === 'embedded';
    const server = await startServer(parts, context, input);
    const helpers = alone ? [startWorker(parts, context), startScheduler(parts, context)] : [];
    input.listening(server.url);
    return {
      async close() {
        await server.close();
        await Promise.all(helpers.map((helper) => helper.close()));
      },
    };
  });
}
