import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, type Environment, type Role, readConfig } from '../../src/config/index.js';
import { variables } from '../../src/config/variables.js';

const HASH = createHash('sha256').update('a').digest('hex');
const OTHER_HASH = createHash('sha256').update('b').digest('hex');
const BOTH = {
  REDIS_URL: 'redis://:hunter2@redis:6379/0',
  DATABASE_URL: 'postgresql://crossproof:hunter2@postgres/crossproof',
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossproof-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The message of the ConfigError; fails where there is none. */
function refusal(env: Environment, role: Role = 'serve'): string {
  try {
    readConfig(env, role);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the configuration', () => {
  it('has a value for everything where nothing is set', () => {
    expect(readConfig({}, 'serve')).toEqual({
      redisUrl: null,
      databaseUrl: null,
      servers: null,
      publicUrl: null,
      tokens: [],
      metricsToken: null,
      trustProxy: [],
      ratePerMinute: 60,
      rateBurst: 120,
      demandConcurrency: 8,
      backgroundConcurrency: 16,
      hostConcurrency: 6,
      hostRate: 20,
      lockSeconds: 30,
      stopSeconds: 20,
      jobDays: 1,
      badgeDays: 7,
      prefix: 'crossproof',
      opsHost: '127.0.0.1',
      opsPort: null,
      logLevel: 'info',
      debug: false,
    });
  });

  it('takes every variable', () => {
    const env = {
      ...BOTH,
      CROSSPROOF_PUBLIC_URL: 'https://ID.example:443/',
      CROSSPROOF_TOKENS: `alice:caller:sha256:${HASH.toUpperCase()}`,
      CROSSPROOF_TOKENS_FILE: file('tokens', `# keepers\nkeeper:operator:sha256:${OTHER_HASH}\n\n`),
      CROSSPROOF_METRICS_TOKEN: `sha256:${HASH}`,
      CROSSPROOF_TRUST_PROXY: '10.0.0.0/8, fd00::/8',
      CROSSPROOF_RATE_PER_MINUTE: '600',
      CROSSPROOF_RATE_BURST: '1000',
      CROSSPROOF_DEMAND_CONCURRENCY: '0',
      CROSSPROOF_BACKGROUND_CONCURRENCY: '64',
      CROSSPROOF_HOST_CONCURRENCY: '2',
      CROSSPROOF_HOST_RATE: '5',
      CROSSPROOF_LOCK_SECONDS: '10',
      CROSSPROOF_STOP_SECONDS: '0',
      CROSSPROOF_JOB_DAYS: '7',
      CROSSPROOF_BADGE_DAYS: '30',
      CROSSPROOF_PREFIX: '{blue}',
      CROSSPROOF_OPS_HOST: '0.0.0.0',
      CROSSPROOF_OPS_PORT: '9090',
      CROSSPROOF_LOG_LEVEL: 'warn',
      CROSSPROOF_DEBUG: '1',
    };
    expect(Object.keys(env).sort()).toEqual(
      Object.values(variables)
        .map((variable) => variable.name)
        .sort(),
    );
    expect(readConfig(env, 'serve')).toEqual({
      redisUrl: BOTH.REDIS_URL,
      databaseUrl: BOTH.DATABASE_URL,
      servers: { redisUrl: BOTH.REDIS_URL, databaseUrl: BOTH.DATABASE_URL },
      publicUrl: 'https://id.example',
      tokens: [
        { id: 'config.alice', name: 'alice', role: 'caller', hash: HASH },
        { id: 'config.keeper', name: 'keeper', role: 'operator', hash: OTHER_HASH },
      ],
      metricsToken: HASH,
      trustProxy: ['10.0.0.0/8', 'fd00::/8'],
      ratePerMinute: 600,
      rateBurst: 1000,
      demandConcurrency: 0,
      backgroundConcurrency: 64,
      hostConcurrency: 2,
      hostRate: 5,
      lockSeconds: 10,
      stopSeconds: 0,
      jobDays: 7,
      badgeDays: 30,
      prefix: '{blue}',
      opsHost: '0.0.0.0',
      opsPort: 9090,
      logLevel: 'warn',
      debug: true,
    });
  });

  it('takes a variable that is set to nothing for one that is not set', () => {
    const env = Object.fromEntries(Object.values(variables).map((variable) => [variable.name, ' ']));
    expect(readConfig(env, 'serve')).toEqual(readConfig({}, 'serve'));
  });

  it('takes only one that exists, and knows what was probably meant', () => {
    expect(refusal({ CROSSPROOF_RATE_PER_MINUT: '1' })).toBe(
      'CROSSPROOF_RATE_PER_MINUT: there is no such variable; did you mean CROSSPROOF_RATE_PER_MINUTE?',
    );
    expect(refusal({ CROSSPROOF_FAVOURITE_COLOUR: 'blue' })).toBe(
      'CROSSPROOF_FAVOURITE_COLOUR: there is no such variable',
    );
    expect(refusal({ 'CROSSPROOF_\n': '' })).toBe('CROSSPROOF_\\n: there is no such variable');
  });

  it.each([
    ['CROSSPROOF_RATE_PER_MINUTE', '0', 'expected a whole number from 1 to 1000000, not "0"'],
    ['CROSSPROOF_RATE_BURST', 'many', 'expected a whole number from 1 to 1000000, not "many"'],
    ['CROSSPROOF_DEMAND_CONCURRENCY', '-1', 'expected a whole number from 0 to 1000, not "-1"'],
    ['CROSSPROOF_BACKGROUND_CONCURRENCY', '1e3', 'expected a whole number from 0 to 1000, not "1e3"'],
    ['CROSSPROOF_HOST_CONCURRENCY', '101', 'expected a whole number from 1 to 100, not "101"'],
    ['CROSSPROOF_HOST_RATE', '0.5', 'expected a whole number from 1 to 1000, not "0.5"'],
    ['CROSSPROOF_LOCK_SECONDS', '4', 'expected a whole number from 5 to 600, not "4"'],
    ['CROSSPROOF_OPS_PORT', '65536', 'expected a whole number from 0 to 65535, not "65536"'],
    [
      'CROSSPROOF_LOG_LEVEL',
      'INFO',
      'expected one of trace, debug, info, warn, error, fatal, silent, not "INFO"',
    ],
    [
      'CROSSPROOF_PREFIX',
      'cross:proof',
      'expected up to 64 letters, digits and . _ - { }, not "cross:proof"',
    ],
  ])('says what %s has to be instead of %j', (name, value, expected) => {
    expect(refusal({ [name]: value })).toBe(`${name}: ${expected}`);
  });

  it.each([
    'http://id.example',
    'https://id.example/path',
    'https://id.example/?query',
    'https://id.example#fragment',
    'https://user@id.example',
    'ftp://localhost',
    'id.example',
  ])('takes no public URL like %s', (url) => {
    expect(refusal({ CROSSPROOF_PUBLIC_URL: url })).toMatch(
      /^CROSSPROOF_PUBLIC_URL: expected an https origin/,
    );
  });

  it.each(['http://127.0.0.1:8080', 'http://[::1]:8080', 'http://localhost', 'https://id.example:8443'])(
    'takes the public URL %s',
    (url) => {
      expect(readConfig({ CROSSPROOF_PUBLIC_URL: url }, 'serve').publicUrl).toBe(url);
    },
  );

  it.each(['10.0.0.1', '10.0.0.0/8,', '0.0.0.0/0', '::/0', 'true', '10.0.0.0/33'])(
    'trusts no proxies like %s',
    (ranges) => {
      expect(refusal({ CROSSPROOF_TRUST_PROXY: ranges })).toMatch(/^CROSSPROOF_TRUST_PROXY: expected CIDR/);
    },
  );
});

describe('tokens', () => {
  it.each([
    ['a token in clear', 'alice:caller:cp_secret_secret'],
    ['no role', `alice:sha256:${HASH}`],
    ['an unknown role', `alice:admin:sha256:${HASH}`],
    ['a name of other characters', `al ice:caller:sha256:${HASH}`],
    ['a hash that is cut', `alice:caller:sha256:${HASH.slice(1)}`],
    ['one name twice', `alice:caller:sha256:${HASH},alice:operator:sha256:${OTHER_HASH}`],
    ['one hash twice', `alice:caller:sha256:${HASH},bob:operator:sha256:${HASH}`],
  ])('are refused with %s, and not repeated', (_, text) => {
    const message = refusal({ CROSSPROOF_TOKENS: text });
    expect(message).toMatch(/^CROSSPROOF_TOKENS: expected name:role:sha256:<64 hexadecimal digits>/);
    expect(message).not.toContain('secret');
    expect(message).not.toContain(HASH.slice(1));
  });

  it('may have line ends between', () => {
    const text = `alice:caller:sha256:${HASH}\r\n bob:operator:sha256:${OTHER_HASH}\n`;
    const names = readConfig({ CROSSPROOF_TOKENS: text }, 'serve').tokens.map((token) => token.name);
    expect(names).toEqual(['alice', 'bob']);
  });

  it('of the file are checked like the others, and the two do not overlap', () => {
    const name = 'CROSSPROOF_TOKENS_FILE';
    const path = file('twice', `alice:caller:sha256:${HASH}`);
    expect(refusal({ [name]: join(folder, 'nothing') })).toBe(`${name}: no such file`);
    expect(refusal({ [name]: folder })).toBe(`${name}: not a regular file`);
    expect(refusal({ [name]: file('large', ' '.repeat(1024 * 1024 + 1)) })).toBe(
      `${name}: larger than 1048576 bytes`,
    );
    expect(refusal({ [name]: file('clear', 'secret') })).toMatch(
      /^CROSSPROOF_TOKENS_FILE: expected in the file name:role:/,
    );
    expect(refusal({ [name]: path, CROSSPROOF_TOKENS: `bob:caller:sha256:${HASH}` })).toBe(
      `${name}: a name or a hash in it stands in CROSSPROOF_TOKENS too`,
    );
  });
});

describe('Redis and PostgreSQL', () => {
  it('are set both or not at all', () => {
    expect(refusal({ REDIS_URL: BOTH.REDIS_URL })).toBe(
      'DATABASE_URL: not set, but REDIS_URL is: set both, or neither to run in one process',
    );
    expect(refusal({ DATABASE_URL: BOTH.DATABASE_URL })).toBe(
      'REDIS_URL: not set, but DATABASE_URL is: set both, or neither to run in one process',
    );
  });

  it.each(['worker', 'scheduler'] as const)('are both needed by %s', (role) => {
    expect(refusal({}, role)).toBe(`REDIS_URL: not set, and ${role} needs it`);
    expect(refusal({ REDIS_URL: BOTH.REDIS_URL }, role)).toBe(`DATABASE_URL: not set, and ${role} needs it`);
    expect(readConfig(BOTH, role).servers).toEqual({
      redisUrl: BOTH.REDIS_URL,
      databaseUrl: BOTH.DATABASE_URL,
    });
  });

  it.each([
    ['REDIS_URL', 'http://user:hunter2@redis'],
    ['REDIS_URL', 'redis:hunter2'],
    ['REDIS_URL', 'redis://:hunter2@redis/first'],
    ['REDIS_URL', 'redis://:hunter2@'],
    ['REDIS_URL', 'redis://:hunter2%@redis'],
    ['DATABASE_URL', 'mysql://user:hunter2@db/x'],
    ['DATABASE_URL', 'user:hunter2@db'],
  ])('have URLs that no message repeats: %s=%s', (name, value) => {
    const message = refusal({ ...BOTH, [name]: value });
    expect(message).toMatch(new RegExp(`^${name}: expected a URL like`));
    expect(message).not.toContain('hunter2');
  });
});
