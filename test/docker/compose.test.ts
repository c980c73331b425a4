import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/index.js';
import { ROLES, type Role, variables } from '../../src/config/variables.js';
import { STOP_GRACE_MS } from '../../src/queue/limits.js';
import { cli } from '../support/cli.js';
import { readCompose, type Service, textOf, variablesOf } from './support/compose.js';

const DEPLOYMENT = 'docker-compose.yml';
const EMBEDDED = 'docker-compose.embedded.yml';
const FILES = [DEPLOYMENT, EMBEDDED];
const ENV = {
  POSTGRES_PASSWORD: 'postgres-secret',
  REDIS_PASSWORD: 'redis-secret',
  CROSSPROOF_PUBLIC_URL: 'https://id.example',
};

const deployment = readCompose(DEPLOYMENT, ENV);
const embedded = readCompose(EMBEDDED, ENV);
const all = FILES.flatMap((file) => Object.entries(readCompose(file, ENV).services));
const ours = all.filter(([, { build }]) => build !== undefined);

const seconds = (text: string): number => {
  const [, value, unit] = /^(\d+)(s|m)$/.exec(text) ?? [];
  return Number(value) * (unit === 'm' ? 60 : 1);
};

const megabytes = (text: string): number => {
  const [, value, unit] = /^(\d+)(mb?|gb?)$/i.exec(text) ?? [];
  return Number(value) * (unit?.toLowerCase().startsWith('g') ? 1024 : 1);
};

/** The role that a service plays, which is the first word of its command. */
function roleOf({ command: [name] = [] }: Service): Role {
  const role = ROLES.find((each) => each === name);
  if (role === undefined) throw new Error(`no such role: ${name}`);
  return role;
}

describe('every service of the compose files', () => {
  it.each(all)('%s can do no more than it has to', (_name, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      user: expect.not.stringMatching(/^(root|0)(:|$)/),
    });
    expect(service.tmpfs.filter((mount) => !/:size=\d+m$/.test(mount))).toEqual([]);
  });

  it.each(all)('%s has limits: memory, processor, processes, logs', (_name, service) => {
    const { cpus, memory } = service.deploy.resources.limits;
    expect([Number(cpus), megabytes(memory), service.pids_limit].every((limit) => limit > 0)).toBe(true);
    expect(service.logging).toEqual({ driver: 'json-file', options: { 'max-size': '10m', 'max-file': '5' } });
  });

  it.each(all)('%s is watched, and started again', (_name, { healthcheck, restart }) => {
    expect(restart).toBe('unless-stopped');
    expect(healthcheck.test[0]).toMatch(/^CMD(-SHELL)?$/);
    expect(seconds(healthcheck.timeout)).toBeLessThan(seconds(healthcheck.interval));
  });

  it.each(all)('%s has an image whose version is written out', (_name, { image }) => {
    expect(image).toMatch(/:[^:]+$/);
    expect(image).not.toMatch(/:latest$/);
  });
});

describe('our own services', () => {
  it.each(ours)('%s is told what a %s reads, and nothing else', (_name, service) => {
    const role = roleOf(service);
    const config = readConfig(service.environment, role);
    const known = Object.values(variables).filter((variable) => variable.roles.includes(role));
    const names = new Set<string>(known.map(({ name }) => name));
    expect(Object.keys(service.environment).filter((name) => !names.has(name))).toEqual([]);
    expect(config.opsPort).toBe(9090);
  });

  it.each(ours)('%s runs a command that there is, with flags that it has', async (_name, service) => {
    const [name = '', ...args] = service.command ?? [];
    const { code, out } = await cli([name, '--help']);
    expect(code).toBe(0);
    const flags = args.filter((argument) => argument.startsWith('--'));
    expect(flags.filter((flag) => !new RegExp(`^ +${flag}\\b`, 'm').test(out))).toEqual([]);
  });

  it.each(ours)('%s has the time to hand back what it holds', (_name, service) => {
    const stop = Number(variables.stopSeconds.preset) + STOP_GRACE_MS / 1000;
    expect(seconds(service.stop_grace_period)).toBeGreaterThan(stop);
  });

  it('can be run as often as one likes, but for the one that is published', () => {
    const fixed = Object.entries(deployment.services).filter(([, { ports }]) => ports.length > 0);
    expect(fixed.map(([name]) => name)).toEqual(['serve']);
    expect(textOf(DEPLOYMENT)).not.toContain('container_name');
  });

  it('is published on loopback, unless somebody asks for more', () => {
    const published = ours.flatMap(([, { ports }]) => ports);
    expect(published).toEqual(['127.0.0.1:8080:8080', '127.0.0.1:8080:8080']);
  });
});

describe('the deployment', () => {
  it('has one service for each role', () => {
    const roles = Object.values(deployment.services).flatMap((s) => (s.build === undefined ? [] : roleOf(s)));
    expect(roles).toEqual([...ROLES]);
  });

  it('keeps Redis and PostgreSQL where only our own services reach them', () => {
    expect(deployment.networks).toEqual({ front: {}, internet: {}, back: { internal: true } });
    const networks = Object.entries(deployment.services).map(([name, service]) => [name, service.networks]);
    expect(Object.fromEntries(networks)).toEqual({
      serve: ['front', 'back'],
      worker: ['internet', 'back'],
      scheduler: ['back'],
      redis: ['back'],
      postgres: ['back'],
    });
  });

  it('has a Redis that evicts nothing, writes everything down, and has room for the copy it makes', () => {
    const { command = [], deploy, volumes } = deployment.services.redis as Service;
    const line = command.at(-1) ?? '';
    expect(line).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/);
    const [, maxmemory = ''] = /--maxmemory (\w+)/.exec(line) ?? [];
    expect(megabytes(maxmemory) * 2).toBeLessThanOrEqual(megabytes(deploy.resources.limits.memory));
    expect(volumes).toEqual(['redis:/data']);
  });

  it.each(['POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'CROSSPROOF_PUBLIC_URL'])(
    'does not start without %s',
    (name) => {
      expect(() => readCompose(DEPLOYMENT, { ...ENV, [name]: '' })).toThrow(`${name}: `);
    },
  );

  it('puts both passwords into the URLs, where anything but letters and digits would break them', () => {
    const { REDIS_URL, DATABASE_URL } = deployment.services.worker?.environment ?? {};
    expect([REDIS_URL, DATABASE_URL]).toEqual([
      'redis://:redis-secret@redis:6379/0',
      'postgresql://crossproof:postgres-secret@postgres:5432/crossproof',
    ]);
    expect(textOf('.env.example')).toContain('openssl rand -hex 24');
  });
});

describe('the embedded deployment', () => {
  it('is one process with one volume, and no server beside it', () => {
    const services = Object.values(embedded.services);
    expect(services.map(({ command, volumes }) => ({ command, volumes }))).toEqual([
      { command: ['serve', '--embedded', '--host', '0.0.0.0'], volumes: ['store:/var/lib/crossproof'] },
    ]);
  });

  it('is a project of its own: neither file takes the other for something left over', () => {
    expect(embedded.name).not.toBe(deployment.name);
  });
});

describe('.env.example', () => {
  it('has every variable that the compose files ask for, but for the tag of an image', () => {
    const named = [...textOf('.env.example').matchAll(/^(\w+)=/gm)].map((match) => match[1]);
    const asked = new Set(FILES.flatMap((file) => [...variablesOf(file)]));
    asked.delete('TAG');
    expect(named.toSorted()).toEqual([...asked].toSorted());
  });
});
