import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { normalizeHost } from '../../src/identifier/host.js';
import { normalizeAccountUri, parseIdentifier, SCHEMES } from '../../src/identifier/index.js';

interface Result {
  topic: string;
  set: string;
  cases: number;
  passed: number;
  failures: string[];
}

/** One case: what it is called in the table of failures, and whether it came out as expected. */
type Case = readonly [name: string, passed: boolean];

function result(set: string, cases: readonly Case[]): Result {
  const failures = cases.filter(([, passed]) => !passed).map(([name]) => name.slice(0, 200));
  return { topic: 'identifiers', set, cases: cases.length, passed: cases.length - failures.length, failures };
}

/** Identifier data of other projects; each set states the rule by which it is read. */
export async function run(shared: string): Promise<Result[]> {
  const folder = join(shared, 'vectors/06-identifiers');
  return [
    await jids(folder),
    ...(await atprotoSyntax(folder)),
    await mimiUris(folder),
    await sipTorture(folder),
    await urls(folder),
    await toAscii(folder),
    await ircHosts(folder),
    ...(await profileUrls(folder)),
    await naughtyStrings(join(shared, 'vectors/09-robustness')),
  ];
}

async function json<T>(...path: string[]): Promise<T> {
  return JSON.parse(await readFile(join(...path), 'utf8')) as T;
}

interface JidVector {
  jid: string;
  local?: string;
  domain?: string;
  resource?: string;
  valid: boolean;
}

async function jids(folder: string): Promise<Result> {
  const vectors = await json<JidVector[]>(folder, 'jid-jxmpp.even.json');
  const cases = vectors.map((vector): Case => {
    const found = parseIdentifier(vector.jid, { as: 'xmpp' });
    const { local, domain = '', resource } = vector;
    const written = `${local ? `${local}@` : ''}${domain}${resource ? `/${resource}` : ''}`;
    return [vector.jid, vector.valid ? found.valid && found.normalized === written : !found.valid];
  });
  return result('JIDs read by RFC 7622 alone, normalised (jxmpp)', cases);
}

async function atprotoSyntax(folder: string): Promise<Result[]> {
  const results: Result[] = [];
  for (const as of ['did', 'atproto'] as const) {
    for (const kind of ['valid', 'invalid']) {
      const file = `${as === 'did' ? 'did' : 'handle'}_syntax_${kind}.txt`;
      const lines = (await readFile(join(folder, 'atproto/syntax', file), 'utf8')).split('\n');
      const cases = lines
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line): Case => [line, parseIdentifier(line, { as }).valid === (kind === 'valid')]);
      results.push(result(`atproto ${file}, --as ${as}`, cases));
    }
  }
  return results;
}

async function mimiUris(folder: string): Promise<Result> {
  const lines = (await readFile(join(folder, 'mimi-uris-from-drafts.even.txt'), 'utf8')).split('\n');
  // A line that ends in a slash behind a kind is the beginning of a URI, not one.
  const cases = lines
    .filter((line) => line !== '')
    .map((line): Case => [line, parseIdentifier(line).valid === !/\/[a-z]\/$/.test(line)]);
  return result('mimi: and im: URIs of the drafts; prefixes refused', cases);
}

/** Every SIP URI in the torture messages, however it is embedded: an answer, and what is valid is a fixed point. */
async function sipTorture(folder: string): Promise<Result> {
  const cases: Case[] = [];
  for (const kind of ['valid', 'invalid']) {
    const files = await readdir(join(folder, 'sip-rfc4475', kind));
    for (const file of files.sort()) {
      const message = await readFile(join(folder, 'sip-rfc4475', kind, file), 'utf8');
      for (const [uri] of message.matchAll(/\bsips?:[^\s<>",]*/gi))
        cases.push([`${file} ${uri}`, settles(uri)]);
    }
  }
  return result('RFC 4475: SIP URIs never throw, and settle', cases);
}

function settles(text: string): boolean {
  const once = parseIdentifier(text);
  if (!once.valid) return once.message !== '';
  const twice = parseIdentifier(once.normalized, { as: once.scheme });
  return twice.valid && twice.normalized === once.normalized;
}

interface UrlVector {
  input: string;
  failure?: boolean;
  hostname: string;
  pathname: string;
}

/**
 * Inputs that begin with https://. What URL refuses is refused; what is accepted has URL's host and, unreserved
 * characters decoded, its path. Refusing more (ports, userinfo, addresses, controls) is the profile's rule.
 */
async function urls(folder: string): Promise<Result> {
  const vectors = await json<(UrlVector | string)[]>(folder, 'urltestdata.even.json');
  const cases = vectors
    .filter((vector): vector is UrlVector => typeof vector === 'object' && /^https:\/\//i.test(vector.input))
    .map((vector): Case => {
      const read = normalizeAccountUri(vector.input);
      if (!read.ok) return [vector.input, true];
      if (vector.failure === true || read.host === null) return [vector.input, false];
      return [
        vector.input,
        read.host === vector.hostname && decodePath(read.path ?? '') === decodePath(vector.pathname),
      ];
    });
  return result('WPT urltestdata, https only: as URL reads it, or refused', cases);
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

interface HostVector {
  input: string;
  output: string | null;
}

/** As the host of an account: what ToASCII refuses is refused, what is accepted is what ToASCII makes of it. */
async function toAscii(folder: string): Promise<Result> {
  const vectors = await json<(HostVector | string)[]>(folder, 'url/toascii.json');
  const cases = vectors
    .filter((vector): vector is HostVector => typeof vector === 'object')
    .map((vector): Case => {
      const read = normalizeHost(vector.input);
      return [vector.input, !read.ok || read.host === vector.output?.replace(/\.$/, '')];
    });
  return result('WPT toascii: the same host, or refused', cases);
}

/** IRC wants a dot in a host name; all else is the rule of every host here. */
async function ircHosts(folder: string): Promise<Result> {
  const yaml = await readFile(join(folder, 'ircdocs/validate-hostname.yaml'), 'utf8');
  const cases = [...yaml.matchAll(/^ {2}- host: "(.*)"\n {4}valid: (true|false)$/gm)].map(
    ([, host = '', valid]): Case => {
      return [host, (host.includes('.') && normalizeHost(host).ok) === (valid === 'true')];
    },
  );
  return result('ircdocs host names', cases);
}

interface Site {
  url?: string;
  username_claimed?: string;
}

/** Profile URLs with their user put in: https is normalised without loss, http is refused. */
async function profileUrls(folder: string): Promise<Result[]> {
  const sites = await json<Record<string, Site>>(folder, 'profile-urls/sherlock-data.json');
  const filled = Object.values(sites)
    .filter((site) => typeof site.url === 'string')
    .map((site) => (site.url ?? '').replace('{}', site.username_claimed ?? ''));
  const secure = filled.filter((url) => url.startsWith('https:'));
  const plain = filled.filter((url) => !url.startsWith('https:'));
  return [
    result(
      'profile URLs over https, without loss (sherlock)',
      secure.map((url): Case => [url, keeps(url)]),
    ),
    result(
      'profile URLs over http are refused (sherlock)',
      plain.map((url): Case => [url, !parseIdentifier(url).valid]),
    ),
  ];
}

function keeps(text: string): boolean {
  const found = parseIdentifier(text);
  if (!found.valid) return false;
  const [ours, theirs] = [new URL(found.normalized), new URL(text)];
  theirs.hash = '';
  return (
    ours.href === found.normalized &&
    ours.host === theirs.host &&
    decodeURIComponent(ours.href) === decodeURIComponent(theirs.href)
  );
}

/** Every string, read freely and by every scheme: an answer that repeats the input, never an exception. */
async function naughtyStrings(folder: string): Promise<Result> {
  const strings = await json<string[]>(folder, 'blns.even.json');
  const cases = strings.map((text): Case => {
    const answers = [parseIdentifier(text), ...SCHEMES.map((as) => parseIdentifier(text, { as }))];
    return [
      text,
      answers.every((one) => one.input === text) && typeof normalizeAccountUri(text).ok === 'boolean',
    ];
  });
  return result('naughty strings never throw, by any scheme', cases);
}
