/* Works on the queue PREFIX at URL, says the id of each job it takes, and never ends one. */
import { writeSync } from 'node:fs';
import { bullQueue } from '../../../src/queue/bullmq.js';

const [url = '', prefix = ''] = process.argv.slice(2);
const queue = bullQueue({ url, prefix, onError: console.error, lockSeconds: 1, stalledSeconds: 1 });
queue.work(
  ({ id }) => {
    writeSync(1, `${id}\n`);
    return new Promise(() => undefined);
  },
  { concurrency: { demand: 1, background: 1 } },
);
