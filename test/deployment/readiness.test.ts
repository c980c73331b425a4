import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Readiness } from '../../src/api/health.js';
import { TRY_AGAIN_MS } from '../../src/api/write-check.js';
import type { RoleInput } from '../../src/roles/role.js';
import { serve } from '../../workers/serve.js';
import { fillDisk } from '../store/support/fill-disk.js';
import { smallDisk } from '../store/support/small-disk.js';
import { frozenClock } from '../support/frozen-clock.js';
import type { Cluster } from './support/cluster.js';
import { describeDeployment, FAULT_MS } from './support/describe.js';
import { readiness } from './support/http.js';

/** `serve` in this process, and what it says of itself. */
async function served(cluster: Cluster, more: Partial<RoleInput> = {}) {
  const clock = frozenClock();
  let listening = (_url: string): void => undefined;
  const listens = new Promise<string>((resolve) => {
    listening = resolve;
  });
  const where = { host: '127.0.0.1', port: 0, listening, embedded: more.embedded === true };
  const role = cluster.play((input) => serve({ ...input, ...where }), { clock, ...more });
  const url = await listens;
  return {
    url,
    logged: role.logged,
    /** Until it says this; each time it is asked, it is time to try again. */
    becomes: (checks: Readiness['checks']) => {
      const ready = Object.values(checks).every((result) => result === 'ok');
      const said = ready ? [200, { status: 'ready', checks }] : [503, { status: 'not-ready', checks }];
      const ask = () => {
        clock.advance(TRY_AGAIN_MS);
        return readiness(url);
      };
      return expect.poll(ask, { timeout: 30_000 }).toEqual(said);
    },
  };
}

const status = async (url: string): Promise<number> => (await fetch(url)).status;

describeDeployment('readiness', [], (given) => {
  it(
    'is lost on a full disk, which still answers whoever reads, and comes back with the room',
    async ({ skip }) => {
      const { cluster } = given();
      const disk = smallDisk(4096) ?? skip('mounting a small disk is not permitted');
      const storePath = join(disk, 'store.sqlite');
      const { url, becomes, logged } = await served(cluster, { embedded: true, storePath });
      await becomes({ store: 'ok' });
      const makeRoom = fillDisk(disk);
      await becomes({ store: 'full' });
      await logged('write-refused');
      expect(await status(`${url}/healthz`)).toBe(200);
      expect(await status(`${url}/v1/identities/mimi%3A%2F%2Fa.example%2Fu%2Fnobody`)).toBe(404);
      makeRoom();
      await becomes({ store: 'ok' });
      await logged('write-taken');
    },
    FAULT_MS,
  );

  it(
    'is lost where PostgreSQL or Redis take nothing, by its name and reason, and comes back when they do again',
    async () => {
      const { cluster, servers } = given();
      const { becomes } = await served(cluster);
      await becomes({ store: 'ok', redis: 'ok' });
      await servers.redis.cli('config', 'set', 'maxmemory', '1');
      await becomes({ store: 'ok', redis: 'full' });
      const readOnly = async (value: 'on' | 'off') => {
        const { psql } = servers.postgres;
        await psql(`ALTER SYSTEM SET default_transaction_read_only = ${value}`);
        await psql('SELECT pg_reload_conf()');
      };
      await readOnly('on');
      await becomes({ store: 'read-only', redis: 'full' });
      await servers.redis.cli('config', 'set', 'maxmemory', '0');
      await readOnly('off');
      await becomes({ store: 'ok', redis: 'ok' });
    },
    FAULT_MS,
  );
});
