import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DockerfileParser } from 'dockerfile-ast';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { variables } from '../../src/config/variables.js';
import { defaultStorePath } from '../../src/store/default-path.js';
import { freePort } from '../support/server-process.js';
import { readCompose, root, textOf } from './support/compose.js';

const instructions = DockerfileParser.parse(textOf('Dockerfile'))
  .getInstructions()
  .map((each) => {
    const keyword = each.getKeyword();
    // Flags included, which `getArguments` leaves out, and on one line.
    return { keyword, text: each.toString().slice(keyword.length).trim() };
  });
const manifest = z
  .object({ bin: z.object({ crossproof: z.string() }), engines: z.object({ node: z.string() }) })
  .parse(JSON.parse(textOf('package.json')));

const all = (keyword: string) => instructions.flatMap((each) => (each.keyword === keyword ? each.text : []));
const last = (keyword: string) => all(keyword).at(-1) ?? '';
const words = (text: string) => text.split(/\s+/);
const strings = (json: string) => z.array(z.string()).parse(JSON.parse(json));
/** What the healthcheck runs, without its options. */
const healthcheck = strings(last('HEALTHCHECK').replace(/^.*?CMD\s*/s, ''));
/** Of every COPY from the checkout; the last word is where it goes. */
const copied = all('COPY')
  .filter((text) => !text.includes('--from='))
  .flatMap((text) => words(text).slice(0, -1));

describe('the Dockerfile', () => {
  it('is built on one Node whose version is written out, and which is new enough', () => {
    const [, major = ''] = /^NODE=(\d+)-bookworm-slim$/.exec(all('ARG')[0] ?? '') ?? [];
    const [, needed = ''] = /^>=(\d+)/.exec(manifest.engines.node) ?? [];
    expect(Number(major)).toBeGreaterThan(Number(needed));
    expect(all('FROM')).toEqual(['node:$' + '{NODE} AS build', 'node:$' + '{NODE}']);
  });

  it('copies what is there, and what .dockerignore lets through is just that', () => {
    expect(copied.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
    const rules = textOf('.dockerignore').split('\n');
    const admitted = rules.flatMap((rule) => (rule.startsWith('!') ? rule.slice(1) : []));
    const folders = admitted.filter((path) => rules.includes(`${path}/*`));
    expect(rules.find((rule) => !rule.startsWith('#'))).toBe('*');
    expect(admitted.filter((path) => !folders.includes(path)).toSorted()).toEqual(
      [...new Set(copied)].toSorted(),
    );
  });

  it('runs no script of a package, and leaves out what only building needs', () => {
    const npm = all('RUN').flatMap((text) => text.split('&&').filter((part) => /npm (ci|prune)/.test(part)));
    expect(npm.filter((command) => !command.includes('--ignore-scripts'))).toEqual([]);
    expect(npm.at(-1)).toContain('npm prune --omit=dev');
    expect(all('RUN').join('\n')).toContain('rm -r node_modules/typescript node_modules/@typescript');
  });

  it('starts the command that package.json names, as somebody who is not root', () => {
    expect(strings(last('ENTRYPOINT'))).toEqual(['node', `/app/${manifest.bin.crossproof}`]);
    expect(last('USER')).toBe('1000:1000');
    expect(last('STOPSIGNAL')).toBe('SIGTERM');
  });

  it('sets variables that there are, and makes the folder that the store is in', () => {
    const env = Object.fromEntries(words(last('ENV')).map((each) => each.split('=')));
    const known = new Set<string>(Object.values(variables).map(({ name }) => name));
    const named = Object.keys(env).filter((name) => name.startsWith('CROSSPROOF_'));
    expect(named.filter((name) => !known.has(name))).toEqual([]);
    expect(defaultStorePath(env)).toBe('/var/lib/crossproof/store.sqlite');
    expect(all('RUN').join('\n')).toContain('-o node -g node -m 0700 /var/lib/crossproof');
  });

  it('is watched in the same way as in the compose files', () => {
    const env = { POSTGRES_PASSWORD: 'a', REDIS_PASSWORD: 'b', CROSSPROOF_PUBLIC_URL: 'https://id.example' };
    const composed = ['docker-compose.yml', 'docker-compose.embedded.yml']
      .flatMap((file) => Object.values(readCompose(file, env).services))
      .filter(({ build }) => build !== undefined)
      .map((service) => service.healthcheck);
    const times = { interval: '30s', timeout: '5s', start_period: '20s', retries: 3 };
    expect(composed).toEqual(Array(4).fill({ test: ['CMD', ...healthcheck], ...times }));
    expect(last('HEALTHCHECK')).toContain('--interval=30s --timeout=5s --start-period=20s --retries=3');
  });
});

describe('its healthcheck', () => {
  it.each([
    [200, 0],
    [503, 1],
  ])('ends on status %d with code %d', async (status, code) => {
    const server = createServer((_request, response) => response.writeHead(status).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    expect(await check((server.address() as AddressInfo).port)).toBe(code);
    await new Promise((resolve) => server.close(resolve));
  });

  it('ends with code 1 where nobody listens', async () => {
    // Not one that a server has just had: the next that asks for any could get it.
    expect(await check(await freePort())).toBe(1);
  });
});

/** Runs it against a port of ours. */
function check(port: number): Promise<number | null> {
  const [, ...args] = healthcheck.map((word) => word.replace(':9090/', `:${port}/`));
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, () => resolve(child.exitCode));
  });
}
