import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** A port that hands bytes on and counts them: what goes over the wire, TLS included. */
export interface Relay {
  readonly port: number;
  /** Bytes since the last call. */
  take(): { readonly sent: number; readonly received: number };
  close(): Promise<void>;
}

/** Stands before a port of 127.0.0.1. */
export async function startRelay(to: number): Promise<Relay> {
  const counted = { sent: 0, received: 0 };
  const open = new Set<Socket>();
  const pass = (from: Socket, into: Socket, direction: keyof typeof counted) => {
    open.add(from);
    from.on('data', (chunk) => {
      counted[direction] += chunk.byteLength;
      into.write(chunk);
    });
    from.on('end', () => into.end());
    from.on('error', () => into.destroy());
    from.on('close', () => open.delete(from));
  };
  const server = createServer((client) => {
    const host = connect(to, '127.0.0.1');
    pass(client, host, 'sent');
    pass(host, client, 'received');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    take: () => {
      const taken = { ...counted };
      counted.sent = 0;
      counted.received = 0;
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
