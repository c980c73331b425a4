import { connect } from 'node:tls';
import { Agent, request } from 'undici';
import type { Internet } from '../../src/demo/internet.js';

/** What a plain client sees. */
export interface Seen {
  readonly status: number;
  readonly type: string | undefined;
  readonly body: string;
}

/** A plain client that trusts the internet's authority and finds every host on its port. */
export interface Browser {
  get(url: string, headers?: Record<string, string>): Promise<Seen>;
  close(): Promise<void>;
}

/** Without any of the product's code between: what these hosts serve is checked against the standards alone. */
export function browse(internet: Pick<Internet, 'port' | 'ca'>): Browser {
  const agent = new Agent({
    connect: ({ hostname }, callback) => {
      const socket = connect({
        host: '127.0.0.1',
        port: internet.port,
        servername: hostname,
        ca: internet.ca,
      });
      socket.once('secureConnect', () => callback(null, socket));
      socket.once('error', (error) => callback(error, null));
    },
  });
  return {
    async get(url, headers = {}) {
      const answer = await request(url, { dispatcher: agent, headers });
      const type = answer.headers['content-type'];
      return {
        status: answer.statusCode,
        type: Array.isArray(type) ? type.join(', ') : type,
        body: await answer.body.text(),
      };
    },
    close: () => agent.close(),
  };
}
