import type { Command } from 'commander';
import type { ExitCode, Io } from './io.js';

/** What a command's folder gives: its flags, and a lazily imported action. */
export type Register = (program: Command, context: { io: Io; done: (code: ExitCode) => void }) => void;
