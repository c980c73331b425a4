import { isCidr } from '../fetch/address-guard.js';
import { isLoopbackHost } from './loopback.js';

/** Reads the text of a variable; undefined where it is wrong. What is expected then is said by `expects`. */
export interface Parser<T> {
  readonly expects: string;
  readonly parse: (text: string) => T | undefined;
}

/** Levels of pino, the quiet end last. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const wholeNumber = (min: number, max: number): Parser<number> => ({
  expects: `a whole number from ${min} to ${max}`,
  parse: (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  },
});

export const oneOf = <T extends string>(names: readonly T[]): Parser<T> => ({
  expects: `one of ${names.join(', ')}`,
  parse: (text) => names.find((name) => name === text),
});

export const matching = (pattern: RegExp, expects: string): Parser<string> => ({
  expects,
  parse: (text) => (pattern.test(text) ? text : undefined),
});

/** As src/redis reads it: a host, and a number for the database or nothing. */
export const redisUrl: Parser<string> = {
  expects: 'a URL like redis://host:6379/0 or rediss://user:password@host:6379',
  parse: (text) => {
    const url = urlOf(text);
    if (url === null || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '')
      return undefined;
    const clean = /^(\/\d{0,5})?$/.test(url.pathname) && !/[?#]/.test(text);
    return clean && [url.username, url.password].every(isPercentEncoded) ? text : undefined;
  },
};

/** The host may be missing: `postgresql:///name?host=/run/postgresql` means a socket. */
export const postgresUrl: Parser<string> = {
  expects: 'a URL like postgresql://user:password@host:5432/name',
  parse: (text) => (/^postgres(ql)?:\/\//i.test(text) && urlOf(text) !== null ? text : undefined),
};

/** An origin (RFC 6454) that others can rely on: https, or http on this machine alone. */
export const origin: Parser<string> = {
  expects: 'an https origin like https://id.example, without a path (http only for loopback)',
  parse: (text) => {
    const url = urlOf(text);
    if (url === null || url.username !== '' || url.password !== '') return undefined;
    if (url.pathname !== '/' || /[?#]/.test(text)) return undefined;
    const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
    return safe ? url.origin : undefined;
  },
};

/** Whoever trusts everybody's X-Forwarded-For lets every caller choose an address, and with it a rate limit. */
export const proxies: Parser<readonly string[]> = {
  expects: 'CIDR ranges of your own proxies with commas between, like 10.0.0.0/8 (not everybody: no /0)',
  parse: (text) => {
    const ranges = text.split(',').map((range) => range.trim());
    return ranges.every((range) => isCidr(range) && !/\/0+$/.test(range)) ? ranges : undefined;
  },
};

/** Set to anything: on. */
export const flag: Parser<boolean> = { expects: 'anything', parse: () => true };

/** SHA-256 of a token: what is configured can be read by others than its holder. */
export const tokenHash: Parser<string> = {
  expects: 'sha256: and the 64 hexadecimal digits of the token’s SHA-256, never the token itself',
  parse: (text) => /^sha256:([0-9a-f]{64})$/i.exec(text)?.[1]?.toLowerCase(),
};

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function urlOf(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
