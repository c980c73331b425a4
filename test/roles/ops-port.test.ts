import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ConfigError } from '../../src/config/index.js';
import { playRole } from '../../src/roles/role.js';
import { folder } from '../store/support/folder.js';
import { frozenClock } from '../support/frozen-clock.js';
import { SETTINGS } from './support/settings.js';

it('a port for operations that is taken ends the role, and the only line names its variable', async () => {
  const other = createServer();
  onTestFinished(() => void other.close());
  await once(other.listen(0, '127.0.0.1'), 'listening');
  const { port } = other.address() as AddressInfo;
  const lines: string[] = [];
  const input = {
    ...{ env: { CROSSPROOF_OPS_PORT: String(port) }, settings: SETTINGS, clock: frozenClock() },
    ...{
      write: (line: string) => void lines.push(line),
      signal: AbortSignal.abort(),
      storePath: join(folder(), 'store.sqlite'),
    },
  };
  let started = false;
  const played = playRole('serve', input, () => {
    started = true;
    return { close: async () => undefined };
  });
  await expect(played).rejects.toEqual(
    new ConfigError('CROSSPROOF_OPS_PORT', `cannot listen on 127.0.0.1:${port} (EADDRINUSE)`),
  );
  expect([started, lines]).toEqual([false, []]);
});

it('an address for operations that this machine does not have is told by its own variable', async () => {
  const input = {
    ...{ env: { CROSSPROOF_OPS_HOST: '192.0.2.1', CROSSPROOF_OPS_PORT: '0' }, settings: SETTINGS },
    ...{ clock: frozenClock(), write: () => undefined, signal: AbortSignal.abort() },
    storePath: join(folder(), 'store.sqlite'),
  };
  await expect(playRole('serve', input, () => ({ close: async () => undefined }))).rejects.toEqual(
    new ConfigError('CROSSPROOF_OPS_HOST', 'cannot listen on 192.0.2.1:0 (EADDRNOTAVAIL)'),
  );
});
