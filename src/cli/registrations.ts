import type { Register } from './command.js';

/** Every command, in the order `--help` lists them. */
export const registrations: readonly Register[] = [];
