import { Option } from 'commander';
import { BADGE_STYLES, DEFAULT_STYLE } from '../../badge/styles.js';
import { THEMES } from '../../design/palette.js';
import type { Register } from '../command.js';
import { addKeeperStoreFlag } from '../keeper-store.js';
import type { BadgeFlags } from './action.js';

const EXAMPLE = `
Examples:
  $ crossproof badge mimi://a.example/u/alice -o alice.svg --style card
  $ crossproof badge mimi://a.example/u/alice --server https://id.example

A file shows what the store holds now; it is not signed, and it does not grow
old by itself: a server's badge does both. The exit code is 1 where nothing is
kept of the subject.
`;

/** `crossproof badge`: a badge as a file, and what to paste to show it. */
export const register: Register = (program, { io, done }) => {
  const command = program
    .command('badge')
    .description('draw the badge of a subject, and say what to paste into a page to show it')
    .argument('<subject>', 'who, as anything that `id` maps to a MIMI user or pseudonym')
    .option('-o, --out <file>', 'write the SVG there, from what is kept')
    .addOption(new Option('--style <style>', 'how it looks').choices(BADGE_STYLES).default(DEFAULT_STYLE))
    .addOption(new Option('--theme <theme>', 'of compact and card').choices(THEMES).default('auto'))
    .option('--server <url>', 'the server whose badge the snippets show');
  addKeeperStoreFlag(command)
    .option('--json', 'print the snippets as JSON')
    .addHelpText('after', EXAMPLE)
    .action(async (subject: string, flags: BadgeFlags) => {
      const { badge } = await import('./action.js');
      done(await badge(subject, flags, io));
    });
};
