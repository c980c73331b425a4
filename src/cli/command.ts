import type { Command } from 'commander';
import type { ExitCode, Io } from './io.js';

export interface Registration {
  readonly io: Io;
  /** @param signalled what it came to although a signal ended it: a server that was told to stop has done its work */
  readonly done: (code: ExitCode, signalled?: ExitCode) => void;
}

/** What a command's folder gives: its flags, and a lazily imported action. */
export type Register = (program: Command, registration: Registration) => void;
