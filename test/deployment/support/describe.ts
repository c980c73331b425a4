import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { postgresMissing, redisMissing } from '../../support/find-services.js';
import { describeUnless } from '../../support/services.js';
import { type Cluster, type Servers, startCluster, startServers } from './cluster.js';
import { startTown, type Town, type TownOptions } from './town.js';

/** Milliseconds for a fault and what comes after it: processes start, locks run out, and the machine is busy. */
export const FAULT_MS = 300_000;

export interface Given {
  readonly servers: Servers;
  readonly town: Town;
  readonly cluster: Cluster;
}

/** A suite whose tests each have a town and an empty deployment of their own, on servers that they share. */
export function describeDeployment(
  title: string,
  names: readonly string[],
  suite: (given: () => Given) => void,
  options: TownOptions = {},
): void {
  describeUnless(redisMissing() ?? postgresMissing(), title, () => {
    let servers: Servers;
    let given: Given;
    beforeAll(async () => {
      servers = await startServers();
    });
    afterAll(() => servers.stop());
    beforeEach(async () => {
      const town = await startTown(names, options);
      given = { servers, town, cluster: await startCluster(servers, town) };
    });
    afterEach(async () => {
      await given.cluster.close();
      await given.town.close();
    });
    suite(() => given);
  });
}
