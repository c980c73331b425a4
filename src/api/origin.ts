import type { FastifyInstance } from 'fastify';

/** How the world names a server: by its public URL, or by the address it listens on. Without a trailing slash. */
export function originOf(server: FastifyInstance, publicUrl: string | null): string {
  return publicUrl ?? listeningOrigin(server);
}

function listeningOrigin(server: FastifyInstance): string {
  const address = server.addresses()[0];
  if (address === undefined || typeof address === 'string') return 'http://localhost';
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
