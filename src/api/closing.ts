import { setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problems.js';

/**
 * Aborted once `close` of the server is called: who waits or listens is let go then. What comes later on connections
 * that are still open is refused, and none of them is kept for more.
 */
export function closingSignal(app: FastifyInstance): AbortSignal {
  const closing = new AbortController();
  // Everybody who waits or listens hears of it; past ten Node would write a warning of its own beside the log.
  setMaxListeners(0, closing.signal);
  closeConnections(app, closing.signal);
  app.addHook('preClose', async () => closing.abort());
  app.addHook('onRequest', (_request, _reply, done) => {
    if (closing.signal.aborted) throw new ProblemError('shutting-down', undefined, { connection: 'close' });
    done();
  });
  return closing.signal;
}

/**
 * Node closes connections that are idle when it is told to. One that becomes idle later would be kept for its time, and
 * one that never asked for anything until the time for a header is over: whoever opens such could hold up the end.
 */
function closeConnections(app: FastifyInstance, closing: AbortSignal): void {
  const asking = new Map<Socket, number>();
  const closeIdle = (): void => {
    for (const [socket, requests] of asking) {
      if (requests > 0) continue;
      // Each is told once: it listens for its end each time.
      asking.delete(socket);
      socket.destroySoon();
    }
  };
  app.server.on('connection', (socket) => {
    asking.set(socket, 0);
    socket.once('close', () => asking.delete(socket));
  });
  app.server.on('request', ({ socket }: IncomingMessage, answer: ServerResponse) => {
    asking.set(socket, (asking.get(socket) ?? 0) + 1);
    answer.once('close', () => {
      if (asking.has(socket)) asking.set(socket, (asking.get(socket) ?? 1) - 1);
      if (closing.aborted) closeIdle();
    });
  });
  closing.addEventListener('abort', closeIdle);
}
