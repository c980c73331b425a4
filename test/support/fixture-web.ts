import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { notFound, type SiteAnswer, type SiteHandler } from '../../src/demo/answers.js';
import type { DnsZone } from '../../src/demo/dns-server.js';
import { type Internet, startInternet } from '../../src/demo/internet.js';
import { createFetcher } from '../../src/fetch/index.js';
import type { Fetcher } from '../../src/fetch/types.js';
import { frozenClock } from './frozen-clock.js';
import { settingsFor } from './internet-settings.js';

const ROOT = join(import.meta.dirname, '../../fixtures/web');
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  jwt: 'application/jwt',
  txt: 'text/plain; charset=utf-8',
};

/** Hosts that a test serves, with the real fetcher in front of them. */
export interface Web {
  readonly internet: Internet;
  readonly fetcher: Fetcher;
  close(): Promise<void>;
}

/** Starts hosts on loopback; time stands still for the fetcher. */
export async function startWeb(
  sites: Readonly<Record<string, SiteHandler>>,
  dns: DnsZone = {},
): Promise<Web> {
  const internet = await startInternet({ sites, dns });
  const fetcher = createFetcher(settingsFor(internet), { clock: frozenClock() });
  return {
    internet,
    fetcher,
    async close() {
      await fetcher.close();
      await internet.close();
    },
  };
}

/** The small internet of fixtures/web, as its README describes it. */
export function startFixtureWeb(): Promise<Web> {
  const hosts = readdirSync(ROOT).filter((name) => statSync(join(ROOT, name)).isDirectory());
  const dns: DnsZone = JSON.parse(readFileSync(join(ROOT, '_dns.json'), 'utf8'));
  return startWeb(Object.fromEntries(hosts.map((host) => [host, serveFolder(join(ROOT, host))])), dns);
}

function serveFolder(folder: string): SiteHandler {
  const headers = join(folder, '_headers.json');
  const types: Readonly<Record<string, string>> = existsSync(headers)
    ? JSON.parse(readFileSync(headers, 'utf8'))
    : {};
  return ({ path, query }) => {
    const asked = query.size === 0 ? path : `${path}?${query}`;
    const name = asked
      .split('?')
      .map((part, index) => (index === 0 ? part.split('/').map(fileName).join('/') : fileName(`?${part}`)))
      .join('');
    const override = Object.keys(types).find((start) => path.startsWith(start));
    return answerFile(join(folder, name), override === undefined ? undefined : types[override]);
  };
}

function fileName(segment: string): string {
  return encodeURIComponent(segment).replaceAll('%40', '@');
}

function answerFile(name: string, type: string | undefined): SiteAnswer {
  const endings = Object.keys(TYPES);
  const candidates = [
    name,
    ...endings.map((end) => `${name}.${end}`),
    ...endings.map((end) => join(name, `index.${end}`)),
  ];
  const file = candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
  if (file === undefined) return notFound();
  const extension = file.slice(file.lastIndexOf('.') + 1);
  const own = extension === 'json' ? (type ?? TYPES.json) : TYPES[extension];
  return {
    status: 200,
    headers: { 'content-type': own ?? 'application/octet-stream' },
    body: readFileSync(file),
  };
}
