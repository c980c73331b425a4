import { accessSync, closeSync, constants, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreError, type StoreErrorCode } from './store-error.js';

/** What a store tells about people is nobody else's to read. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/**
 * Makes the folder and an empty file where they are missing, and says in words why that or writing cannot be.
 * A file that exists is never opened here: closing it would drop the locks that another connection of this
 * process holds on it (fcntl(2): POSIX locks belong to the process).
 */
export function prepareSqliteFile(path: string): void {
  const folder = dirname(path);
  makeFolder(path, folder);
  if (!reachable(path)) create(path);
  if (!isFile(path)) {
    throw new StoreError('unsupported', `store ${path}: not a file; name a file with --store`);
  }
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    // The write-ahead log and its index stand beside the file.
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw translateErrno(path, error);
  }
}

/** Folder by folder: Node's own recursive mkdir never returns where a parent exists and takes no folders (/proc). */
function makeFolder(path: string, folder: string): void {
  try {
    const missing: string[] = [];
    for (let at = folder; !exists(at); at = dirname(at)) missing.unshift(at);
    for (const at of missing) makeOneFolder(at);
    if (statSync(folder).isDirectory()) return;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EROFS') throw translateErrno(path, error);
    throw noFolder(path, folder, error);
  }
  throw noFolder(path, folder);
}

function makeOneFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: FOLDER_MODE });
  } catch (error) {
    // Another process made it in between, which is as good.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function noFolder(path: string, folder: string, cause?: unknown): StoreError {
  const text = `the folder ${folder} does not exist and cannot be made; make it, or name another with --store`;
  return new StoreError('not-found-dir', `store ${path}: ${text}`, { cause });
}

function exists(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function reachable(path: string): boolean {
  return translated(path, () => exists(path));
}

function isFile(path: string): boolean {
  return translated(path, () => statSync(path).isFile());
}

function translated<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw translateErrno(path, error);
  }
}

function create(path: string): void {
  try {
    closeSync(openSync(path, 'wx', FILE_MODE));
  } catch (error) {
    // Another process made it in between, which is as good.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw translateErrno(path, error);
  }
}

const BY_ERRNO: Readonly<Record<string, readonly [StoreErrorCode, string]>> = {
  EACCES: ['read-only', 'no permission to write it; change its permissions, or name another with --store'],
  EPERM: ['read-only', 'no permission to write it; change its permissions, or name another with --store'],
  EROFS: ['read-only', 'the file system is read-only; name another place with --store'],
  ENOSPC: ['full', 'no room left on the disk; make some, or name another with --store'],
  EDQUOT: ['full', 'your quota of the disk is used up; make room, or name another with --store'],
  ENOENT: ['not-found-dir', 'leads nowhere; name another with --store'],
  ENOTDIR: ['not-found-dir', 'a part of its path is not a folder; name another with --store'],
};

/** The StoreError behind an error of the file system. */
export function translateErrno(path: string, error: unknown): StoreError {
  const errno = (error as NodeJS.ErrnoException).code ?? 'unknown';
  const [code, text] = BY_ERRNO[errno] ?? ['io', `the file system failed (${errno})`];
  return new StoreError(code, `store ${path}: ${text}`, { cause: error });
}
