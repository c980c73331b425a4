import type { Register } from '../command.js';

export const register: Register = (program, { io, done }) => {
  program
    .command('score')
    .description('the report from an evidence file; nothing is fetched')
    .argument('<file>', 'evidence file, or - for standard input')
    .option('--json', 'print the report as JSON')
    .addHelpText('after', '\nExample:\n  $ crossproof score evidence.json\n')
    .action(async (file: string, options: { json?: boolean }) => {
      const { score } = await import('./action.js');
      done(await score(file, options, io));
    });
};
