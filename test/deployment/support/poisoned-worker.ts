/* A worker whom it kills at once, as a bug in a parser would, to ask for anything at the host POISON. */
import { playRole } from '../../../src/roles/role.js';
import { startWorker } from '../../../src/roles/worker.js';
import { queueOfShortLocks } from './short-locks.js';

const [poison = '', settings = '{}'] = process.argv.slice(2);
const { env } = process;

const input = {
  ...{ env, settings: JSON.parse(settings), storePath: '', signal: new AbortController().signal },
  clock: { now: () => new Date() },
  write: (line: string) => void process.stderr.write(line),
};
await playRole('worker', input, (parts, context) => {
  const { politeness } = parts;
  const deadly: typeof politeness = {
    takeNow(host) {
      if (host === poison) process.kill(process.pid, 'SIGKILL');
      return politeness.takeNow(host);
    },
    take: (host, signal) => politeness.take(host, signal),
    rest: (host, milliseconds) => politeness.rest(host, milliseconds),
  };
  // Three workers have to be found dead.
  const queue = queueOfShortLocks(context);
  return startWorker({ ...parts, queue, politeness: deadly }, context);
});
