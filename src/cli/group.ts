import type { Command } from 'commander';
import { CliError } from './io.js';

/** A command that has commands of its own, and does nothing without one. Wrong use is one line, as everywhere. */
export function addGroup(program: Command, name: string): Command {
  const group = program.command(name).usage('<command>').argument('[command]');
  // Commander would print the whole help on standard error.
  return group.action((given: string | undefined) => {
    const names = group.commands.map((command) => command.name()).join(', ');
    const problem = given === undefined ? 'no command given' : `unknown command '${given}'`;
    throw new CliError(`${name}: ${problem}; there are ${names} (see --help)`);
  });
}
