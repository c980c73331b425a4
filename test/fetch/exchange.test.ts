import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { afterEach, expect, it } from 'vitest';
import { Connection } from '../../src/fetch/connection.js';
import { exchange } from '../../src/fetch/exchange.js';

let server: Server;
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** Both ends of a plain TCP connection: node:tls offers no way to send a reset. The server's end reads nothing. */
async function ends(): Promise<{ client: Socket; far: Socket }> {
  server = createServer({ pauseOnConnect: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [far] = (await once(server, 'connection')) as [Socket];
  if (client.connecting) await once(client, 'connect');
  return { client, far };
}

const request = { path: '/', headers: {}, maxBytes: 100, cut: false };
const signal = new AbortController().signal;

/** Sends a request and answers it with `bytes`, without ever having read it. */
async function answered(client: Socket, far: Socket, bytes: string) {
  const result = exchange(new Connection('a.example', 'here', client as TLSSocket), request, signal);
  while (client.bytesWritten === 0) await turn();
  await new Promise((resolve) => far.write(bytes, resolve));
  while (client.bytesRead < bytes.length) await turn();
  return result;
}

it('a reset does not pass for the end of a body that has no length', async () => {
  const { client, far } = await ends();
  const result = answered(client, far, 'HTTP/1.1 200 OK\r\n\r\nhalf of it');
  while (client.bytesRead === 0) await turn();
  far.destroy(); // With a request that nobody read the kernel sends a reset (RFC 2525 section 2.17).
  expect(await result).toEqual({
    answer: null,
    failure: {
      reason: 'reset',
      detail: 'the connection was closed in the middle of the answer',
      mayHeal: true,
    },
    stale: false,
  });
});

it('a close does end a body that has no length', async () => {
  const { client, far } = await ends();
  const result = answered(client, far, 'HTTP/1.1 200 OK\r\n\r\nall of it');
  while (client.bytesRead === 0) await turn();
  far.resume().end();
  expect(await result).toEqual({
    answer: { status: 200, headers: {}, body: Buffer.from('all of it') },
    reusable: false,
  });
});
