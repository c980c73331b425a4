import { expect, it } from 'vitest';
import { scheduler } from '../../workers/scheduler.js';
import { worker } from '../../workers/worker.js';
import { conclusion, WELL } from './support/conclusion.js';
import { describeDeployment, FAULT_MS } from './support/describe.js';
import type { Seen } from './support/town.js';

const NAMES = ['alice', 'bob', 'carol', 'dave'];
/** Reached only once the provider's document is read and kept. */
const ownSite = ({ host, path }: Seen) =>
  NAMES.some((name) => host === `${name}.example`) && path !== '/robots.txt';

describeDeployment('jobs at work', NAMES, (given) => {
  it(
    'all end when PostgreSQL is restarted, and no crawl goes on without its lease',
    async () => {
      const { town, cluster, servers } = given();
      cluster.play(worker);
      cluster.play(scheduler);
      const held = town.hold(ownSite);
      const ids = await cluster.ask(town.subjects);
      await held.reached(NAMES.length);
      await servers.postgres.kill();
      await servers.postgres.restart();
      // Asked for again, after whoever asked before has let go: its lease was lost.
      await held.reached(2 * NAMES.length);
      held.letGo();
      await cluster.ended(ids);
      const { attempts, requests, ...rest } = await conclusion(cluster, town);
      const { attempts: _attempts, requests: _requests, ...well } = WELL;
      expect(rest).toEqual(well);
      expect(attempts).toBeLessThanOrEqual(2);
      expect(requests).toBeLessThanOrEqual(2);
    },
    FAULT_MS,
  );
});
