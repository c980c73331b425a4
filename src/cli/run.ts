import { Command, CommanderError } from 'commander';
import type { Register } from './command.js';
import { CliError, EXIT, type ExitCode, type Io } from './io.js';
import { registrations } from './registrations.js';
import { VERSION } from './version.js';

/**
 * Runs one command line and returns the exit code. Never throws and never prints a stack trace, unless
 * CROSSPROOF_DEBUG is set: then a bug of ours shows where it happened.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.yes;
  const program = new Command('crossproof')
    .description('Checks who is behind an account: crawls, verifies and scores cross-signed identity claims.')
    .version(VERSION, '-V, --version')
    .showHelpAfterError('(add --help for the flags and an example)')
    .exitOverride()
    // Long flags leave little room beside them: wrap there rather than run past 80 columns.
    .configureHelp({ helpWidth: 80, minWidthToWrap: 20 })
    .configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: (text) => io.err(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'crossproof: ')),
    });
  for (const register of registrations as readonly Register[]) {
    register(program, { io, done: (exit) => (code = exit) });
  }
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  try {
    if (argv.length === 0) {
      io.err(program.helpInformation());
      return EXIT.trouble;
    }
    await program.parseAsync([...argv], { from: 'user' });
    return io.signal.aborted ? EXIT.interrupted : code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.yes : EXIT.trouble;
    if (io.signal.aborted) return EXIT.interrupted;
    const message = error instanceof Error ? error.message : String(error);
    io.err(`crossproof: ${error instanceof CliError ? message : `internal error: ${message}`}\n`);
    if (io.env.CROSSPROOF_DEBUG && error instanceof Error) io.err(`${error.stack}\n`);
    return EXIT.trouble;
  }
}
