import { Command, CommanderError } from 'commander';
import { VERSION } from '../version.js';
import type { Register } from './command.js';
import { CliError, EXIT, type ExitCode, type Io } from './io.js';
import { plain } from './plain-text.js';
import { registrations } from './registrations.js';

/**
 * Runs one command line and returns the exit code. Never throws and never prints a stack trace, unless
 * CROSSPROOF_DEBUG is set: then a bug of ours shows where it happened.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.yes;
  let stopped: ExitCode = EXIT.interrupted;
  const program = new Command('crossproof')
    .description('Checks who is behind an account: crawls, verifies and scores cross-signed identity claims.')
    .version(VERSION, '-V, --version')
    .exitOverride()
    // Long flags leave little room beside them: wrap there rather than run past 80 columns.
    .configureHelp({ helpWidth: 80, minWidthToWrap: 20 })
    .configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: (text) => io.err(text),
      // Commander puts a guess at what was meant on a line of its own.
      outputError: (text, write) =>
        write(`crossproof: ${oneLine(text.replace(/^error: /, '').replace(/\n(?=\()/, ' '))} (see --help)\n`),
    });
  for (const register of registrations as readonly Register[]) {
    const done = (exit: ExitCode, signalled: ExitCode = EXIT.interrupted) => {
      code = exit;
      stopped = signalled;
    };
    register(program, { io, done });
  }
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  try {
    if (argv.length === 0) throw new CliError('no command given (see --help)');
    const [first, about] = argv;
    if (first === 'help' && about && !program.commands.some((command) => command.name() === about))
      throw new CliError(`unknown command '${about}' (see --help)`);
    await program.parseAsync([...argv], { from: 'user' });
    return io.signal.aborted ? stopped : code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.yes : EXIT.trouble;
    if (io.signal.aborted) return EXIT.interrupted;
    if (!(error instanceof CliError)) return runInternalError(error, io);
    io.err(`crossproof: ${oneLine(error.message)}\n`);
    return EXIT.trouble;
  }
}

/** Tells of a bug of ours in one line, with the stack where CROSSPROOF_DEBUG asks for it; the code to exit with. */
export function runInternalError(error: unknown, io: Io): ExitCode {
  io.err(`crossproof: internal error: ${oneLine(error instanceof Error ? error.message : String(error))}\n`);
  if (io.env.CROSSPROOF_DEBUG && error instanceof Error) io.err(`${error.stack}\n`);
  return EXIT.trouble;
}

/** A message may quote a file name, a flag or a stranger: none of them gets a second line or the terminal's ear. */
function oneLine(message: string): string {
  return plain(message.trim());
}
