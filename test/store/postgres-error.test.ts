import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/store/open-store.js';
import { trouble } from './support/trouble.js';

test('a server that goes away while TLS is set up is one to come back to, and not one that refuses us', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    // It takes TLS (PostgreSQL, section 55.2.10) and is gone.
    socket.once('data', () => socket.write('S', () => setImmediate(() => socket.resetAndDestroy())));
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const told = await trouble(openDatabase(`postgres://u:p@127.0.0.1:${port}/x?sslmode=verify-full`));
  expect(told).toEqual({
    code: 'unavailable',
    message: `store postgres://127.0.0.1:${port}/x: cannot be reached; start the server, or correct the URL (ECONNRESET)`,
  });
});
