/* A worker whom it kills at once, as a bug in a parser would, to ask for anything at the host POISON. */
import { bullQueue } from '../../../src/queue/bullmq.js';
import { playRole } from '../../../src/roles/role.js';
import { startWorker } from '../../../src/roles/worker.js';

const [poison = '', settings = '{}'] = process.argv.slice(2);
const { env } = process;
/** Shorter than may be configured: three workers have to be found dead. */
const LOCK_SECONDS = 1;

const input = {
  ...{ env, settings: JSON.parse(settings), storePath: '', signal: new AbortController().signal },
  clock: { now: () => new Date() },
  write: (line: string) => void process.stderr.write(line),
};
await playRole('worker', input, (parts, context) => {
  const { politeness } = parts;
  const queue = bullQueue({
    url: String(env.REDIS_URL),
    prefix: context.config.prefix,
    onError: (error) => context.observer.trouble(error),
    ...{ lockSeconds: LOCK_SECONDS, stalledSeconds: LOCK_SECONDS },
  });
  const deadly: typeof politeness = {
    takeNow(host) {
      if (host === poison) process.kill(process.pid, 'SIGKILL');
      return politeness.takeNow(host);
    },
    take: (host, signal) => politeness.take(host, signal),
    rest: (host, milliseconds) => politeness.rest(host, milliseconds),
  };
  return startWorker({ ...parts, queue, politeness: deadly }, context);
});
