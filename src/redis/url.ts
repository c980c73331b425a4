import { RedisError } from './redis-error.js';

/** Where a Redis server is and how to get in. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly db: number;
  readonly tls: boolean;
}

const DEFAULT_PORT = 6379;

/**
 * Reads `redis://user:password@host:port/db`, or `rediss:` for TLS. ioredis takes whatever it cannot read for the path
 * of a socket, and a query for options; a slip of the pen is better told.
 *
 * @throws RedisError `url`, which says what is wrong and repeats nothing of it
 */
export function parseRedisUrl(text: string): RedisAddress {
  if (!URL.canParse(text)) throw wrong('it is no URL');
  const url = new URL(text);
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:')
    throw wrong('it does not begin with redis: or rediss:');
  if (url.hostname === '') throw wrong('it names no host');
  if (url.search !== '' || url.hash !== '')
    throw wrong('it has a query or a fragment, which mean nothing here');
  if (!/^(\/\d{0,5})?$/.test(url.pathname))
    throw wrong('what follows the host is not the number of a database');
  return {
    // An IPv6 address stands in brackets in URLs only.
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    ...(url.username === '' ? {} : { username: decoded(url.username) }),
    ...(url.password === '' ? {} : { password: decoded(url.password) }),
    db: Number(url.pathname.slice(1)),
    tls: url.protocol === 'rediss:',
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw wrong('user or password is not percent-encoded');
  }
}

const wrong = (why: string): RedisError => new RedisError('url', `the address of Redis is wrong: ${why}`);
