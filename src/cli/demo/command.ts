import type { Register } from '../command.js';

const EXAMPLE = `
Example:
  $ crossproof demo
  $ crossproof demo --keep        then look at her profile page
`;

/** `crossproof demo`: the main job on a small internet of its own. */
export const register: Register = (program, { io, done }) => {
  program
    .command('demo')
    .description('verify a user on a small internet of its own, on loopback, with one service taken over')
    .option(
      '--keep',
      'stay up afterwards, serve her profile page, and say how to verify from another terminal',
    )
    .option('--json', 'print the report as JSON')
    .addHelpText('after', EXAMPLE)
    .action(async (options: { keep?: boolean; json?: boolean }) => {
      const { demo } = await import('./action.js');
      done(await demo({ keep: options.keep === true, json: options.json === true }, io));
    });
};
