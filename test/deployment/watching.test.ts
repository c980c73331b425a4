import { expect, it } from 'vitest';
import type { Monitor, Overview } from '../../src/monitor/types.js';
import { monitorOf } from '../../src/roles/monitor.js';
import { playRole, type RoleInput } from '../../src/roles/role.js';
import { SqlSamples } from '../../src/store/sql-samples.js';
import { scheduler } from '../../workers/scheduler.js';
import { worker } from '../../workers/worker.js';
import { describeDeployment, FAULT_MS } from './support/describe.js';

const RESTS = 'alice.example';
/** Milliseconds for what one process does to be seen in another. */
const SEEN_MS = 60_000;
const busy = () => ({
  ...{ status: 429, body: 'later\n' },
  headers: { 'content-type': 'text/plain', 'retry-after': '1800' },
});

/** A process that only looks: what `serve` shows the operator, without a port. */
function onlooker() {
  let tell: (monitor: Monitor) => void = () => undefined;
  const monitor = new Promise<Monitor>((resolve) => {
    tell = resolve;
  });
  const role = (input: RoleInput) =>
    playRole('serve', input, async (parts, context) => {
      await parts.opened;
      tell(monitorOf(parts, context));
      return { close: async () => undefined };
    });
  return { role, overview: async (): Promise<Overview> => (await monitor).overview() };
}

describeDeployment(
  'the operator of many processes',
  ['alice', 'bob'],
  (given) => {
    it(
      'is shown what they did, and is told the names of hosts that Redis does not know',
      async () => {
        const { town, cluster, servers } = given();
        const [before, after] = [onlooker(), onlooker()];
        cluster.play(before.role);
        const channel = `${cluster.env.CROSSPROOF_PREFIX}:resting`;
        await expect
          .poll(() => servers.redis.cli('PUBSUB', 'NUMSUB', channel), { timeout: SEEN_MS })
          .toBe(`${channel}\n1`);
        const working = cluster.play(worker);
        await cluster.ended(await cluster.ask(town.subjects));
        const resting = async () => (await before.overview()).resting;
        await expect
          .poll(async () => (await resting())?.hosts.map(({ host }) => host), { timeout: SEEN_MS })
          .toEqual([RESTS]);

        // Whoever came later knows that there is one.
        cluster.play(after.role);
        await expect
          .poll(async () => (await after.overview()).resting, { timeout: SEEN_MS })
          .toEqual({ hosts: [], unnamed: 1 });
        expect(await servers.redis.cli('KEYS', `*${RESTS}*`)).toBe('');

        await working.close();
        const scheduling = cluster.play(scheduler);
        const samples = new SqlSamples(cluster.database);
        const since = () => samples.since('', new Date(0).toISOString());
        // Added up: it may just be the end of an hour.
        const noted = async () => {
          const sums = new Map<string, number>();
          for (const { series, value } of await since()) sums.set(series, (sums.get(series) ?? 0) + value);
          return sums;
        };
        await expect.poll(async () => (await noted()).get('hosts.resting'), { timeout: SEEN_MS }).toBe(1);
        await scheduling.close();
        const numbers = await noted();
        expect([
          numbers.get('readings.github.confirmed'),
          numbers.get('readings.website.confirmed'),
          numbers.get('readings.website.unreachable'),
          numbers.get('jobs.failed'),
          numbers.get('schedules.late'),
          numbers.get('scheduled'),
        ]).toEqual([2, 1, 1, 0, 0, 0]);
        await expect
          .poll(
            async () => {
              const { mode, schedules, services } = await before.overview();
              return {
                mode,
                late: schedules?.late,
                services: services?.map(({ service }) => service).sort(),
              };
            },
            { timeout: SEEN_MS },
          )
          .toEqual({ mode: 'distributed', late: 0, services: ['fediverse', 'github', 'mimi', 'website'] });
      },
      FAULT_MS,
    );
  },
  { sites: { [RESTS]: busy } },
);
