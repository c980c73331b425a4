import { connect, type Socket } from 'node:net';

/** A connection that sends whatever bytes it is given. */
export interface RawConnection {
  readonly socket: Socket;
  send(text: string): void;
  /** Everything the server said until it closed the connection. */
  readonly said: Promise<string>;
}

export function openRaw(port: number): RawConnection {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  // A server that closes while we send resets the connection; what it said before counts.
  socket.on('error', () => undefined);
  const said = new Promise<string>((resolve) => socket.once('close', () => resolve(text)));
  return { socket, send: (bytes) => void socket.write(bytes, 'latin1'), said };
}

/** Sends and waits until the server closes. */
export function askRaw(port: number, text: string): Promise<string> {
  const connection = openRaw(port);
  connection.send(text);
  return connection.said;
}

/** Status and problem code of a raw answer. */
export function toldBy(answer: string): { readonly status: number; readonly code: unknown } {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), code: (JSON.parse(body) as { code: unknown }).code };
}
