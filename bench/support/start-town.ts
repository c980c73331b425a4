import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TownReady } from './town-server.js';

export interface RunningTown extends TownReady {
  stop(): void;
}

/** Starts the hosts of so many users in a process of their own. */
export async function startTown(size: number): Promise<RunningTown> {
  const child = fork(fileURLToPath(new URL('./town-server.ts', import.meta.url)), [String(size)]);
  const ready = await new Promise<TownReady>((resolve, reject) => {
    child.once('message', (message) => resolve(message as TownReady));
    child.once('exit', (code) => reject(new Error(`the hosts ended with code ${code}`)));
  });
  return { ...ready, stop: () => child.disconnect() };
}
