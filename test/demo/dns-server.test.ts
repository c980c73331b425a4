import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { connect } from 'node:net';
import { decode, encode, streamDecode, streamEncode } from 'dns-packet';
import { afterEach, describe, expect, it } from 'vitest';
import { type DnsServer, type DnsZone, startDnsServer } from '../../src/demo/dns-server.js';

const servers: DnsServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

interface Asked {
  resolve4(name: string): Promise<string[]>;
  resolve6(name: string): Promise<string[]>;
  resolveCname(name: string): Promise<string[]>;
  resolveTxt(name: string): Promise<string[][]>;
}

async function start(zone: DnsZone): Promise<{ server: DnsServer; resolver: Asked }> {
  const server = await startDnsServer(zone);
  servers.push(server);
  return { server, resolver: asked(server) };
}

/** Asks once, since queries are counted. A resolver for each: one that met quick answers waits for a second at most. */
function asked(server: DnsServer): Asked {
  const fresh = () => {
    const resolver = new Resolver({ timeout: 60_000, tries: 1 });
    resolver.setServers([server.address]);
    return resolver;
  };
  return {
    resolve4: (name) => fresh().resolve4(name),
    resolve6: (name) => fresh().resolve6(name),
    resolveCname: (name) => fresh().resolveCname(name),
    resolveTxt: (name) => fresh().resolveTxt(name),
  };
}

const codeOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'answered',
    (error: NodeJS.ErrnoException) => error.code ?? 'no code',
  );

describe('the DNS server', () => {
  it('answers addresses, and TXT records of one or several strings', async () => {
    const { server, resolver } = await start({
      'a.example': { A: ['192.0.2.1', '192.0.2.2'], AAAA: ['2001:db8::1'] },
      '_cross-signing.a.example': { TXT: ['one', ['two ', 'strings']] },
      '_long.a.example': { TXT: ['x'.repeat(300), ''] },
    });
    expect(await resolver.resolve4('A.Example')).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(await resolver.resolve6('a.example')).toEqual(['2001:db8::1']);
    expect(await resolver.resolveTxt('_cross-signing.a.example')).toEqual([['one'], ['two ', 'strings']]);
    expect(await resolver.resolveTxt('_long.a.example')).toEqual([['x'.repeat(255), 'x'.repeat(45)], ['']]);
    expect(server.queries).toEqual([
      { name: 'a.example', type: 'A' },
      { name: 'a.example', type: 'AAAA' },
      { name: '_cross-signing.a.example', type: 'TXT' },
      { name: '_long.a.example', type: 'TXT' },
    ]);
  });

  it('tells a name that does not exist from one without such a record', async () => {
    const { resolver } = await start({ '_atproto.alice.example': { TXT: ['did=did:plc:x'] } });
    expect(await codeOf(resolver.resolveTxt('nobody.example'))).toBe('ENOTFOUND');
    expect(await codeOf(resolver.resolve4('_atproto.alice.example'))).toBe('ENODATA');
    expect(await codeOf(resolver.resolve4('alice.example'))).toBe('ENODATA');
  });

  it('fails, refuses, or stays silent as it is told', async () => {
    const { server, resolver } = await start({
      'broken.example': { failure: 'SERVFAIL' },
      'refused.example': { failure: 'REFUSED' },
      'gone.example': { failure: 'NXDOMAIN' },
      'silent.example': { failure: 'silence' },
    });
    expect(await codeOf(resolver.resolve4('broken.example'))).toBe('ESERVFAIL');
    expect(await codeOf(resolver.resolve4('refused.example'))).toBe('EREFUSED');
    expect(await codeOf(resolver.resolve4('gone.example'))).toBe('ENOTFOUND');
    const hasty = new Resolver({ timeout: 50, tries: 1 });
    hasty.setServers([server.address]);
    expect(await codeOf(hasty.resolve4('silent.example'))).toBe('ETIMEOUT');
    // Whoever asked may have gone before the server was there to hear it.
    await expect.poll(() => server.queries.at(-1)).toEqual({ name: 'silent.example', type: 'A' });
  });

  it('gives a list of answers one after the other, each type by itself, and the last for ever', async () => {
    const { server, resolver } = await start({
      'rebind.example': [{ A: ['192.0.2.1'] }, { A: ['127.0.0.1'] }],
    });
    expect(await codeOf(resolver.resolve6('rebind.example'))).toBe('ENODATA');
    expect(await resolver.resolve4('rebind.example')).toEqual(['192.0.2.1']);
    expect(await resolver.resolve4('rebind.example')).toEqual(['127.0.0.1']);
    expect(await resolver.resolve4('rebind.example')).toEqual(['127.0.0.1']);
    server.set('rebind.example', [{ A: ['192.0.2.3'] }, { A: ['192.0.2.4'] }]);
    expect(await resolver.resolve4('rebind.example')).toEqual(['192.0.2.3']);
  });

  it('follows aliases, and gives up on a ring of them', async () => {
    const { resolver } = await start({
      'www.example': { CNAME: 'a.example' },
      'a.example': { A: ['192.0.2.1'] },
      'ring.example': { CNAME: 'ring.example' },
    });
    expect(await resolver.resolve4('www.example')).toEqual(['192.0.2.1']);
    expect(await resolver.resolveCname('www.example')).toEqual(['a.example']);
    expect(await codeOf(resolver.resolve4('ring.example'))).toBe('ESERVFAIL');
  });

  it('serves names under a wildcard', async () => {
    const { resolver } = await start({ '*.people.example': { A: ['192.0.2.9'] } });
    expect(await resolver.resolve4('alice.people.example')).toEqual(['192.0.2.9']);
    expect(await codeOf(resolver.resolve4('people.example'))).toBe('ENODATA');
  });

  it('cuts what is too long for UDP, and gives it whole over TCP', async () => {
    const long = ['x'.repeat(255), 'y'.repeat(255), 'z'.repeat(255)];
    const { server, resolver } = await start({ 'long.example': { TXT: [long, long, long] } });
    const port = Number(server.address.split(':')[1]);
    const query = {
      type: 'query' as const,
      id: 7,
      questions: [{ type: 'TXT' as const, name: 'long.example' }],
    };

    const udp = createSocket('udp4');
    const short = await new Promise<Buffer>((resolved) => {
      udp.once('message', resolved);
      udp.send(encode(query), port, '127.0.0.1');
    });
    udp.close();
    const cut = decode(short);
    expect([cut.id, cut.flag_tc, cut.answers]).toEqual([7, true, []]);

    const tcp = connect(port, '127.0.0.1');
    tcp.write(streamEncode(query));
    const chunks: Buffer[] = [];
    const whole = await new Promise<Buffer>((resolved) => {
      tcp.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        const got = Buffer.concat(chunks);
        if (got.length >= 2 && got.length >= got.readUInt16BE(0) + 2) resolved(got);
      });
    });
    tcp.destroy();
    expect(streamDecode(whole).answers).toHaveLength(3);
    // A stub resolver does both by itself.
    expect(await resolver.resolveTxt('long.example')).toEqual([long, long, long]);
  });

  it('ignores what is no query, and still answers afterwards', async () => {
    const { server, resolver } = await start({ 'a.example': { A: ['192.0.2.1'] } });
    const port = Number(server.address.split(':')[1]);
    const udp = createSocket('udp4');
    for (const bytes of [Buffer.alloc(0), Buffer.from('garbage'), Buffer.alloc(600, 0xff)]) {
      await new Promise((resolved) => udp.send(bytes, port, '127.0.0.1', resolved));
    }
    udp.close();
    expect(await resolver.resolve4('a.example')).toEqual(['192.0.2.1']);
  });
});
