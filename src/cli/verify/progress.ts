import type { CrawlEvent } from '../../crawl/crawl.js';
import { oneLine } from '../../report/wording.js';
import type { Io } from '../io.js';

/** One line an account on standard error, as answers come in. */
export function progressTo(io: Io): (event: CrawlEvent) => void {
  return (event) => {
    if (event.type !== 'read') return;
    const { reading, done, known } = event;
    const claims = reading.finds.length;
    const what =
      reading.outcome === 'unreachable'
        ? `could not be read: ${reading.reason ?? 'unknown'}`
        : claims > 0
          ? `${claims} claim${claims === 1 ? '' : 's'} found`
          : 'read, nothing found';
    io.err(`[${done}/${known}] ${oneLine(reading.account)}  ${what}\n`);
  };
}
