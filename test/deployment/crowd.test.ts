import { expect, it } from 'vitest';
import type { Report } from '../../src/report/types.js';
import { playRole, type RoleInput } from '../../src/roles/role.js';
import { startWorker } from '../../src/roles/worker.js';
import { conclusion, WELL } from './support/conclusion.js';
import { describeDeployment } from './support/describe.js';

const CROWD = 1_000;
/** Milliseconds for all of it; half a minute where nothing else runs. */
const CROWD_MS = 900_000;
const names = Array.from({ length: CROWD }, (_, n) => `p${n}`);
/** Of all processes together at one host: as many are on their way when the host first says that it is too many. */
const AT_A_TIME = 4;
/** Read again at once and once more, instead of over a quarter of an hour. */
const healing = { runs: 2, delayMs: 1, spreadMs: 1, backOffMs: 1 };
const impatient = (input: RoleInput) =>
  playRole('worker', input, (parts, context) => startWorker(parts, context, { healing }));

const accounts = (name: string) => [`acct:${name}@busy.example`, `dns:${name}.example`];
const tooMany = { status: 429, headers: { 'retry-after': '3600' }, body: '' };

describeDeployment(
  'a thousand jobs for one host that answers 429',
  names,
  (given) => {
    it(
      'ask it as often as requests were on their way when it first said so, and all get their reports',
      async () => {
        const { town, cluster } = given();
        const env = {
          ...cluster.env,
          CROSSPROOF_HOST_CONCURRENCY: `${AT_A_TIME}`,
          CROSSPROOF_HOST_RATE: '1000',
          CROSSPROOF_DEMAND_CONCURRENCY: '32',
          CROSSPROOF_LOG_LEVEL: 'warn',
        };
        for (const role of [impatient, impatient]) cluster.play(role, { env });
        await cluster.ended(await cluster.ask(town.subjects));
        const ended = await conclusion(cluster, town);
        expect({ ...ended, unread: ended.unread.length }).toEqual({ ...WELL, unread: CROWD });
        const reports = await Promise.all(town.subjects.map((subject) => cluster.store.latest(subject)));
        const shapes = new Set(reports.map((latest) => shapeOf(latest?.report as Report | undefined)));
        expect(shapes).toEqual(
          new Set(['mimi: consistent, acct: unreachable rate-limited, dns: consistent']),
        );
        const asked = [...town.asked().keys()].filter((url) => url.startsWith('https://busy.example/'));
        expect(asked.length).toBeGreaterThan(0);
        expect(asked.length).toBeLessThanOrEqual(AT_A_TIME);
      },
      CROWD_MS,
    );
  },
  { accounts, sites: { 'busy.example': () => tooMany } },
);

/** What the report says of each kind of account. */
function shapeOf(report: Report | undefined): string {
  const kinds = (report?.accounts ?? []).map(({ account, state, unreachable }) =>
    [`${account.split(':')[0]}:`, state, unreachable ?? ''].join(' ').trim(),
  );
  const order = ['mimi', 'acct', 'dns'];
  return kinds
    .sort((a, b) => order.indexOf(a.split(':')[0] ?? '') - order.indexOf(b.split(':')[0] ?? ''))
    .join(', ');
}
