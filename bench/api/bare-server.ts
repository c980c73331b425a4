import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';

/** The same bytes by Fastify and nothing else, in a process of its own, until the parent goes away. */
process.once('disconnect', () => process.exit());
process.once('message', async (message) => {
  const bodies = new Map(
    Object.entries(message as Record<string, string>).map(([subject, body]) => [subject, Buffer.from(body)]),
  );
  const app = fastify({ logger: false, routerOptions: { maxParamLength: 1_000 } });
  app.get<{ Params: { subject: string } }>('/v1/identities/:subject', async (request, reply) =>
    reply.header('content-type', 'application/json').send(bodies.get(request.params.subject)),
  );
  await app.listen({ host: '127.0.0.1', port: 0 });
  process.send?.((app.server.address() as AddressInfo).port);
});
