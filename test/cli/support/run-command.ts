import { Command, CommanderError } from 'commander';
import type { Register } from '../../../src/cli/command.js';
import { CliError, EXIT, type ExitCode, type Io } from '../../../src/cli/io.js';
import { NOW } from '../../verify/support/tokens.js';

export interface Outcome {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs one command with its real flags, a frozen clock and a standard input of its own. */
export async function runCommand(
  register: Register,
  argv: readonly string[],
  stdin = '',
  now = NOW,
  env: Io['env'] = {},
): Promise<Outcome> {
  const printed = { out: '', err: '' };
  let code: ExitCode = EXIT.yes;
  const io: Io = {
    out: (text) => {
      printed.out += text;
    },
    err: (text) => {
      printed.err += text;
    },
    readStdin: async () => Buffer.from(stdin),
    async *stdinLines() {
      yield* stdin.replace(/\n$/, '').split('\n');
    },
    interactive: false,
    env,
    now: () => now,
    signal: new AbortController().signal,
  };
  const program = new Command('crossproof')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err });
  const done = (exit: ExitCode) => {
    code = exit;
  };
  register(program, { io, done });
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CliError)
      return { code: EXIT.trouble, out: printed.out, err: `${printed.err}${error.message}\n` };
    if (error instanceof CommanderError)
      return { ...printed, code: error.exitCode === 0 ? EXIT.yes : EXIT.trouble };
    throw error;
  }
  return { ...printed, code };
}

/** Lines wider than a terminal, values that are meant to be copied left out. */
export function wideLines(text: string): readonly string[] {
  return text.split('\n').filter((line) => [...line].length > 80 && !/^(?:\S+|<script.*)$/.test(line));
}
