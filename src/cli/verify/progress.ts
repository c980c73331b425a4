import type { CrawlEvent } from '../../crawl/crawl.js';
import { UNREACHABLE } from '../../report/code-words.js';
import { columns, cut } from '../../report/columns.js';
import { oneLine } from '../../report/wording.js';
import type { Io } from '../io.js';

/** A terminal's width: progress stays one line an account, however long a stranger's name for it is. */
const WIDTH = 80;

/** One line an account on standard error, as answers come in. */
export function progressTo(io: Io): (event: CrawlEvent) => void {
  return (event) => {
    if (event.type !== 'read') return;
    const { reading, done, known } = event;
    const claims = reading.finds.length;
    const what =
      reading.outcome === 'unreachable'
        ? `could not be read${reading.reason ? `: ${UNREACHABLE[reading.reason].word}` : ''}`
        : claims > 0
          ? `${claims} claim${claims === 1 ? '' : 's'} found`
          : 'read, nothing found';
    const count = `[${done}/${known}]`;
    const room = WIDTH - columns(`${count}   ${what}`);
    io.err(`${count} ${cut(oneLine(reading.account), room)}  ${what}\n`);
  };
}
