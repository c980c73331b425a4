import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inProcessQueue } from '../../src/queue/in-process.js';
import type { RoleInput } from '../../src/roles/role.js';
import { openDatabase } from '../../src/store/open-store.js';
import { SqlJobs } from '../../src/store/sql-jobs.js';
import { SqlStore } from '../../src/store/sql-store.js';
import { serve } from '../../workers/serve.js';
import { worker } from '../../workers/worker.js';
import { folder } from '../store/support/folder.js';
import type { Cluster } from './support/cluster.js';
import { conclusion, WELL } from './support/conclusion.js';
import { describeDeployment, FAULT_MS } from './support/describe.js';
import { api } from './support/http.js';
import { FEW, type Seen } from './support/town.js';

const NAMES = ['alice', 'bob', 'carol'];
const profilePage = ({ host, path }: Seen) => host === 'github.com' && path !== '/robots.txt';

/** `serve` in this process; gives its URL. */
function played(cluster: Cluster, more: Partial<RoleInput> = {}) {
  let listening = (_url: string): void => undefined;
  const url = new Promise<string>((resolve) => {
    listening = resolve;
  });
  const where = { host: '127.0.0.1', port: 0, listening, embedded: more.embedded === true };
  const role = cluster.play((input) => serve({ ...input, ...where }), more);
  return { url, role };
}

describeDeployment('serve', NAMES, (given) => {
  it(
    'that is killed takes no report with it, and another one tells how the job went on',
    async () => {
      const { town, cluster } = given();
      const held = town.hold(profilePage);
      cluster.play(worker);
      const victim = cluster.start(['serve', '--port', '0']);
      const ids = await (await api(await victim.listening())).verify(town.subjects);
      await held.reached(NAMES.length);
      await victim.kill();
      held.letGo();
      const other = await api(await played(cluster).url);
      await cluster.ended(ids);
      const views = await Promise.all(ids.map((id) => other.verification(id)));
      expect(views.map(({ state, report }) => [state, report?.verdict])).toEqual(
        NAMES.map(() => ['completed', 'consistent']),
      );
      expect(await conclusion(cluster, town)).toEqual(WELL);
    },
    FAULT_MS,
  );

  it(
    'that is killed with everything in its one process goes on where it was when it is started again',
    async () => {
      const { town, cluster } = given();
      const held = town.hold(profilePage);
      const path = join(folder(), 'store.sqlite');
      const victim = cluster.start(['serve', '--embedded', '--port', '0', '--store', path]);
      const client = await api(await victim.listening());
      const ids = await client.verify(town.subjects);
      await held.reached(NAMES.length);
      const read = async () => (await Promise.all(ids.map((id) => client.verification(id)))).map(doneOf);
      await expect.poll(read, { timeout: 60_000 }).toEqual(NAMES.map(() => FEW('').length));
      await victim.kill();
      held.letGo();
      const again = played(cluster, { embedded: true, storePath: path });
      const restarted = await api(await again.url);
      const states = async () =>
        (await Promise.all(ids.map((id) => restarted.verification(id)))).map(({ state }) => state);
      await expect.poll(states, { timeout: 60_000 }).toEqual(NAMES.map(() => 'completed'));
      await again.role.close();
      const database = await openDatabase(path);
      const file = { database, store: new SqlStore(database), jobs: new SqlJobs(database) };
      const ended = await conclusion({ ...file, queue: inProcessQueue() }, town);
      await database.close();
      expect(ended).toEqual({ ...WELL, attempts: 2, requests: 2 });
    },
    FAULT_MS,
  );
});

const doneOf = ({ progress }: { readonly progress: { readonly done: number } }): number => progress.done;
