import { connect } from 'node:tls';
import { Agent, request } from 'undici';
import { MAX_PER_HOST } from '../src/fetch/limits.js';
import { serveJob } from './measure.js';
import type { LoggedUrl } from './messages.js';

/** The same URLs by undici alone, over TLS, with as many connections a host as the fetcher allows. */
serveJob<LoggedUrl>(async ({ server }) => {
  const dispatcher = new Agent({
    connections: MAX_PER_HOST,
    connect: ({ hostname }, callback) => {
      const socket = connect({
        host: '127.0.0.1',
        port: server.port,
        servername: hostname,
        ca: server.ca,
        ALPNProtocols: ['http/1.1'],
      });
      socket.setNoDelay(true);
      socket.once('secureConnect', () => callback(null, socket));
      socket.once('error', (error) => callback(error, null));
    },
  });
  return {
    work: async ({ url, accept }) => {
      const answer = await request(url, { dispatcher, headers: { accept } });
      await answer.body.arrayBuffer();
      return answer.statusCode < 500;
    },
    close: () => dispatcher.close(),
  };
});
