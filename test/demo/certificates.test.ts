import { X509Certificate } from 'node:crypto';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createAuthority, type IssuedCertificate } from '../../src/demo/certificates.js';

/** The error code a client meets that trusts `ca` and asks for `servername`, or `authorized`. */
async function handshake(leaf: IssuedCertificate, ca: string, servername: string): Promise<string> {
  const server = createServer(leaf, (socket) => socket.end());
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolved) => server.listen(0, '127.0.0.1', resolved));
  const { port } = server.address() as { port: number };
  try {
    return await new Promise<string>((resolved) => {
      const socket: TLSSocket = connect({ host: '127.0.0.1', port, servername, ca }, () => {
        resolved(socket.authorized ? 'authorized' : String(socket.authorizationError));
        socket.destroy();
      });
      socket.on('error', (error: NodeJS.ErrnoException) => resolved(error.code ?? error.message));
    });
  } finally {
    await new Promise((resolved) => server.close(resolved));
  }
}

const HOUR_MS = 3_600_000;

describe('an authority made on the spot', () => {
  it('issues certificates that a client who trusts it accepts, for each name and wildcard', async () => {
    const authority = await createAuthority();
    const leaf = await authority.issue(['a.example', '*.people.example']);
    expect(await handshake(leaf, authority.certificate, 'a.example')).toBe('authorized');
    expect(await handshake(leaf, authority.certificate, 'alice.people.example')).toBe('authorized');
  });

  it('is refused for a host that the certificate does not name', async () => {
    const authority = await createAuthority();
    const leaf = await authority.issue(['a.example']);
    expect(await handshake(leaf, authority.certificate, 'b.example')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('is refused when expired, and when not valid yet', async () => {
    const authority = await createAuthority();
    const now = Date.now();
    const expired = await authority.issue(['a.example'], { notAfter: new Date(now - 1000) });
    expect(await handshake(expired, authority.certificate, 'a.example')).toBe('CERT_HAS_EXPIRED');
    const early = await authority.issue(['a.example'], { notBefore: new Date(now + HOUR_MS) });
    expect(await handshake(early, authority.certificate, 'a.example')).toBe('CERT_NOT_YET_VALID');
  });

  it('is refused by a client who trusts another authority', async () => {
    const authority = await createAuthority();
    const foreign = await createAuthority();
    const leaf = await authority.issue(['a.example']);
    expect(await handshake(leaf, foreign.certificate, 'a.example')).toMatch(
      /UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT)|CERT_SIGNATURE_FAILURE|SELF_SIGNED/,
    );
  });

  it('makes a root for signing and leaves that cannot sign', async () => {
    const now = new Date('2026-11-21T12:00:00Z');
    const authority = await createAuthority({ name: 'Test root', now });
    const root = new X509Certificate(authority.certificate);
    const leaf = new X509Certificate((await authority.issue(['a.example', '127.0.0.1'])).cert);
    expect({
      ca: [root.ca, leaf.ca],
      subject: root.subject,
      chained: leaf.checkIssued(root) && leaf.verify(root.publicKey),
      names: leaf.subjectAltName,
      usage: leaf.keyUsage,
      validFrom: leaf.validFrom,
    }).toEqual({
      ca: [true, false],
      subject: 'CN=Test root',
      chained: true,
      names: 'DNS:a.example, IP Address:127.0.0.1',
      usage: ['1.3.6.1.5.5.7.3.1'],
      validFrom: 'Nov 21 11:00:00 2026 GMT',
    });
  });

  it('refuses to issue for nobody', async () => {
    const authority = await createAuthority();
    await expect(authority.issue([])).rejects.toThrow(RangeError);
  });
});
