import { X509Certificate } from 'node:crypto';
import { Resolver } from 'node:dns';
import { type FileHandle, open } from 'node:fs/promises';
import type { Command } from 'commander';
import { isCidr } from '../fetch/address-guard.js';
import { type ConnectTo, parseConnectTo } from '../fetch/connect-to.js';
import { DEFAULT_MAX_TIME_MS, MAX_MAX_TIME_SECONDS } from '../fetch/limits.js';
import type { FetchSettings } from '../fetch/types.js';
import { VERSION } from '../version.js';
import { CliError, type Io } from './io.js';

/** The flags of contract section 1, checked. */
export interface FetchFlags extends FetchSettings {
  /** PEM of `--root`: X.509 roots for claims, not for TLS. */
  readonly roots?: string;
  readonly perspective?: string;
}

/** A file of certificates; a whole trust store has a quarter of it. */
const MAX_PEM_BYTES = 1024 * 1024;
/** A header value and a label of evidence; longer ones are a mistake. */
const MAX_USER_AGENT = 256;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

const collect = (value: string, all: string[] = []): string[] => [...all, value];

/** Gives a command the flags of every command that fetches, named as curl's. */
export function addFetchFlags(command: Command): Command {
  return command
    .option(
      '--connect-to <host1:port1:host2:port2>',
      'connect to HOST2:PORT2 instead of HOST1:PORT1 (repeatable)',
      collect,
    )
    .option('--cacert <file>', 'trust these certificates for TLS too (PEM)')
    .option(
      '--max-time <seconds>',
      `for one reading, redirects and retries included (${DEFAULT_MAX_TIME_MS / 1000})`,
    )
    .option('--dns-servers <addresses>', 'ask these DNS servers: ADDR[:PORT],…')
    .option(
      '--allow-address <cidr>',
      'dial these addresses although they are not public (repeatable)',
      collect,
    )
    .option('--user-agent <text>', `how to introduce ourselves (crossproof/${VERSION})`)
    .option('--root <file>', 'X.509 roots for claims (PEM)')
    .option('--perspective <name>', 'the name of this vantage point in the evidence');
}

/** Reads what `addFetchFlags` added. A wrong value is a CliError of one line that names the flag. */
export async function readFetchFlags(
  options: Readonly<Record<string, unknown>>,
  _io?: Io,
): Promise<FetchFlags> {
  const [ca, roots] = await Promise.all([
    pemFile('--cacert', options.cacert),
    pemFile('--root', options.root),
  ]);
  const perspective = perspectiveOf(options.perspective);
  return {
    connectTo: listOf(options.connectTo).map(connectToOf),
    ...(ca === undefined ? {} : { ca }),
    maxTimeMs: maxTimeOf(options.maxTime),
    dnsServers: dnsServersOf(options.dnsServers),
    allowAddresses: listOf(options.allowAddress).map(cidrOf),
    userAgent: userAgentOf(options.userAgent),
    ...(roots === undefined ? {} : { roots }),
    ...(perspective === undefined ? {} : { perspective }),
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const listOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);

/** What was typed, in one line. */
const shown = (text: string): string => JSON.stringify(text.slice(0, 120));

function connectToOf(text: string): ConnectTo {
  const pair = parseConnectTo(text);
  if (!pair) throw new CliError(`--connect-to ${shown(text)}: not HOST1:PORT1:HOST2:PORT2`);
  return pair;
}

function cidrOf(text: string): string {
  if (!isCidr(text)) throw new CliError(`--allow-address ${shown(text)}: not a CIDR range like 127.0.0.1/32`);
  return text;
}

function maxTimeOf(value: unknown): number {
  const text = textOf(value);
  if (text === undefined) return DEFAULT_MAX_TIME_MS;
  const seconds = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (seconds > 0 && seconds <= MAX_MAX_TIME_SECONDS) return Math.ceil(seconds * 1000);
  throw new CliError(`--max-time ${shown(text)}: not a number of seconds up to ${MAX_MAX_TIME_SECONDS}`);
}

function dnsServersOf(value: unknown): string[] {
  const text = textOf(value);
  if (text === undefined) return [];
  const servers = text.split(',').map((server) => server.trim());
  if (servers.every(isDnsServer)) return servers;
  throw new CliError(`--dns-servers ${shown(text)}: not a list of ADDR[:PORT]`);
}

function isDnsServer(text: string): boolean {
  // node:dns takes any number for a port.
  const port = /^(?:[\d.]+|\[[^\]]*\]):(\d+)$/.exec(text)?.[1];
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return false;
  try {
    new Resolver().setServers([text]);
    return true;
  } catch {
    return false; // It says only that something is wrong; the caller says where.
  }
}

function userAgentOf(value: unknown): string {
  const text = textOf(value);
  if (text === undefined) return `crossproof/${VERSION}`;
  if (/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text) && text.length <= MAX_USER_AGENT) return text;
  throw new CliError(
    `--user-agent ${shown(text)}: not a header value (printable ASCII, ${MAX_USER_AGENT} at most)`,
  );
}

function perspectiveOf(value: unknown): string | undefined {
  const text = textOf(value);
  if (text === undefined || /^[\w.-]{1,64}$/.test(text)) return text;
  throw new CliError(`--perspective ${shown(text)}: not a name of letters, digits, ".", "_" and "-"`);
}

async function pemFile(flag: string, value: unknown): Promise<string | undefined> {
  const path = textOf(value);
  if (path === undefined) return undefined;
  const pem = await readText(flag, path);
  const certificates = pem.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) throw new CliError(`${flag} ${shown(path)}: no certificate in it (PEM)`);
  try {
    for (const certificate of certificates) new X509Certificate(certificate);
  } catch {
    // OpenSSL's words for it help nobody.
    throw new CliError(`${flag} ${shown(path)}: a certificate in it cannot be read`);
  }
  return certificates.join('\n');
}

/** Reads no more than it takes to know that a file is too large: /dev/zero has no end. */
async function readText(flag: string, path: string): Promise<string> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const buffer = Buffer.alloc(MAX_PEM_BYTES + 1);
    const { bytesRead } = await file.read(buffer, 0, buffer.length);
    if (bytesRead <= MAX_PEM_BYTES) return buffer.toString('latin1', 0, bytesRead);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    const why = { ENOENT: 'no such file', EACCES: 'not readable', EISDIR: 'a directory' }[code] ?? code;
    throw new CliError(`${flag} ${shown(path)}: ${why}`);
  } finally {
    await file?.close();
  }
  throw new CliError(`${flag} ${shown(path)}: larger than ${MAX_PEM_BYTES} bytes`);
}
