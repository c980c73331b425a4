import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addFetchFlags, readFetchFlags } from '../../src/cli/fetch-flags.js';
import { CliError } from '../../src/cli/io.js';
import { createAuthority } from '../../src/demo/certificates.js';

let folder: string;
let pem: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossproof-flags-'));
  pem = (await createAuthority()).certificate.trim();
  await writeFile(join(folder, 'ca.pem'), `# our own\n${pem}\n`);
  await writeFile(join(folder, 'none.pem'), 'nothing in here');
  await writeFile(join(folder, 'bad.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  await writeFile(join(folder, 'large.pem'), Buffer.alloc(2 * 1024 * 1024));
});
afterAll(() => rm(folder, { recursive: true }));

const flags = (...argv: string[]) => {
  const command = addFetchFlags(new Command('verify')).exitOverride();
  command.parse(argv, { from: 'user' });
  return readFetchFlags(command.opts());
};

describe('flags of a command that fetches', () => {
  it('without any, what holds by itself', async () => {
    expect(await flags()).toEqual({
      connectTo: [],
      maxTimeMs: 15_000,
      dnsServers: [],
      allowAddresses: [],
      userAgent: 'crossproof/0.1.0',
    });
  });

  it('all of them', async () => {
    const file = join(folder, 'ca.pem');
    const all = await flags(
      ...['--connect-to', 'a.example:443:127.0.0.1:8443', '--connect-to', '::[::1]:8444', '--cacert', file],
      ...['--max-time', '2.5', '--dns-servers', '127.0.0.1:5353,[::1]:53', '--allow-address', '127.0.0.0/8'],
      ...['--allow-address', '::1/128', '--user-agent', 'a bot (+https://a.example/)', '--root', file],
      ...['--perspective', 'berlin-1'],
    );
    expect(all).toEqual({
      connectTo: [
        { host1: 'a.example', port1: 443, host2: '127.0.0.1', port2: 8443 },
        { host1: '', port1: 0, host2: '::1', port2: 8444 },
      ],
      ca: pem,
      maxTimeMs: 2500,
      dnsServers: ['127.0.0.1:5353', '[::1]:53'],
      allowAddresses: ['127.0.0.0/8', '::1/128'],
      userAgent: 'a bot (+https://a.example/)',
      roots: pem,
      perspective: 'berlin-1',
    });
  });

  it.each([
    [['--connect-to', 'a.example'], '--connect-to "a.example": not HOST1:PORT1:HOST2:PORT2'],
    [['--max-time', '0'], '--max-time "0": not a number of seconds up to 86400'],
    [['--max-time=-1'], '--max-time "-1": not a number of seconds up to 86400'],
    [['--max-time', '1e3'], '--max-time "1e3": not a number of seconds up to 86400'],
    [['--max-time', '86401'], '--max-time "86401": not a number of seconds up to 86400'],
    [['--dns-servers', 'dns.example'], '--dns-servers "dns.example": not a list of ADDR[:PORT]'],
    [['--dns-servers', '127.0.0.1,'], '--dns-servers "127.0.0.1,": not a list of ADDR[:PORT]'],
    [['--dns-servers', '127.0.0.1:99999'], '--dns-servers "127.0.0.1:99999": not a list of ADDR[:PORT]'],
    [['--allow-address', '127.0.0.1'], '--allow-address "127.0.0.1": not a CIDR range like 127.0.0.1/32'],
    [
      ['--user-agent', 'a\r\nx: y'],
      '--user-agent "a\\r\\nx: y": not a header value (printable ASCII, 256 at most)',
    ],
    [['--user-agent', ''], '--user-agent "": not a header value (printable ASCII, 256 at most)'],
    [['--perspective', 'a b'], '--perspective "a b": not a name of letters, digits, ".", "_" and "-"'],
  ])('%j is trouble, in one line that names the flag', async (argv, message) => {
    await expect(flags(...argv)).rejects.toEqual(new CliError(message));
  });

  it.each([
    ['missing.pem', 'no such file'],
    ['', 'a directory'],
    ['none.pem', 'no certificate in it (PEM)'],
    ['bad.pem', 'a certificate in it cannot be read'],
    ['large.pem', 'larger than 1048576 bytes'],
  ])('--cacert and --root %j: %s', async (name, why) => {
    const path = join(folder, name);
    for (const flag of ['--cacert', '--root']) {
      await expect(flags(flag, path)).rejects.toEqual(
        new CliError(`${flag} ${JSON.stringify(path)}: ${why}`),
      );
    }
  });
});
