import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where Debian keeps PostgreSQL's servers, a folder for each major version; they are not on the path. */
const DEBIAN_POSTGRES = '/usr/lib/postgresql';
/** The oldest that is supported. */
const MIN_POSTGRES = 15;

/** Path of `redis-server`; null where it is not installed. */
export function findRedis(): string | null {
  return searchPath('redis-server');
}

/** The folder of `initdb` and `postgres`, the newest first; null where they are not installed. */
export function findPostgres(): string | null {
  const versions = existsSync(DEBIAN_POSTGRES) ? readdirSync(DEBIAN_POSTGRES).map(Number) : [];
  const newest = versions.filter((version) => version >= MIN_POSTGRES).sort((a, b) => b - a)[0];
  if (newest !== undefined) return join(DEBIAN_POSTGRES, `${newest}`, 'bin');
  const initdb = searchPath('initdb');
  return initdb === null ? null : join(initdb, '..');
}

/** Why suites over a real Redis cannot run here; null where they can. */
export function redisMissing(): string | null {
  return findRedis() === null
    ? missing('redis-server is missing: install the Debian package redis-server')
    : null;
}

/** Why suites over a real PostgreSQL cannot run here; null where they can. */
export function postgresMissing(): string | null {
  return findPostgres() === null
    ? missing(`PostgreSQL ${MIN_POSTGRES} or newer is missing: install the Debian package postgresql`)
    : null;
}

/** Path of chromium; null where it is not installed. */
export function findChromium(): string | null {
  return searchPath('chromium');
}

/** Why suites in a real browser cannot run here; null where they can. */
export function chromiumMissing(): string | null {
  return findChromium() === null ? missing('chromium is missing: install the Debian package chromium') : null;
}

/** Where nobody reads what was skipped, a skip is a failure. */
function missing(reason: string): string {
  if (process.env.CI === 'true') throw new Error(reason);
  return reason;
}

function searchPath(name: string): string | null {
  const candidates = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  return candidates.find(executable) ?? null;
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
