import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { SCHEMA_VERSION } from '../../src/store/migrate.js';
import { openStore } from '../../src/store/open-store.js';
import { SqliteConnection } from '../../src/store/sqlite-connection.js';
import { child } from './support/child.js';
import { folder } from './support/folder.js';
import { ALICE, started } from './support/plain-values.js';
import { trouble } from './support/trouble.js';

const ELSE = 'or name another with --store';

/** Made by a process that has ended: a connection of this one would know the file's size better than the file. */
let made: Buffer;
beforeAll(async () => {
  const path = mkdtempSync(join(tmpdir(), 'crossproof-store-'));
  try {
    expect(await child('./make-store.ts', join(path, 'store.sqlite')).ended).toBe(0);
    made = readFileSync(join(path, 'store.sqlite'));
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
});

function madeStore(): string {
  const file = join(folder(), 'store.sqlite');
  writeFileSync(file, made);
  return file;
}

test('a new store and its folders are the user’s alone', async () => {
  const root = folder();
  const file = join(root, 'deep', 'crossproof', 'store.sqlite');
  const store = await openStore(file);
  await store.begin(started('1', ALICE));
  const modes = ['', '-wal', '-shm'].map((suffix) => statSync(file + suffix).mode & 0o777);
  expect(modes).toEqual([0o600, 0o600, 0o600]);
  expect(
    [join(root, 'deep'), join(root, 'deep', 'crossproof')].map((path) => statSync(path).mode & 0o777),
  ).toEqual([0o700, 0o700]);
  await store.close();
});

test('an empty file is a new store: a process may have died between making and filling it', async () => {
  const file = join(folder(), 'store.sqlite');
  writeFileSync(file, '');
  const store = await openStore(pathToFileURL(file).href);
  expect(await store.subjects()).toEqual([]);
  await store.close();
  expect(statSync(file).size).toBeGreaterThan(0);
});

test.each([
  ['garbage', 'garbage '.repeat(2000)],
  ['a page of HTML', '<!doctype html>'.padEnd(5000)],
  ['the right first bytes and nothing that follows', 'SQLite format 3\0'.padEnd(4096, 'x')],
])('a file of %s is no store, and stays as it is', async (_what, content) => {
  const file = join(folder(), 'store.sqlite');
  writeFileSync(file, content);
  expect(await trouble(openStore(file))).toEqual({
    code: 'corrupt',
    message: `store ${file}: damaged, or not a store; move it away, ${ELSE}`,
  });
  expect(readFileSync(file, 'utf8')).toBe(content);
});

test.each([
  ['in the first page', () => 1000],
  ['after two pages', () => 8192],
  ['in the middle', (size: number) => Math.floor(size / 2)],
  ['by one page', (size: number) => size - 4096],
])('a store cut %s is corrupt', async (_where, at) => {
  const file = madeStore();
  truncateSync(file, at(statSync(file).size));
  expect((await trouble(openStore(file))).code).toBe('corrupt');
});

test('a store overwritten in the middle is corrupt, at opening or where that page is read', async () => {
  const file = madeStore();
  const descriptor = openSync(file, 'r+');
  const size = statSync(file).size - 8192;
  writeSync(descriptor, Buffer.alloc(size, 0x5a), 0, size, 4096);
  closeSync(descriptor);
  const read = async (): Promise<void> => {
    const store = await openStore(file);
    for (const subject of await store.subjects({ limit: 500 })) await store.verifications(subject);
  };
  expect((await trouble(read())).code).toBe('corrupt');
});

test('a document that something else changed is corrupt', async () => {
  const file = madeStore();
  const other = new SqliteConnection(file);
  other.change("UPDATE memory SET memory = '{'");
  const store = await openStore(file);
  expect(await trouble(store.memory('mimi://a.example/u/0'))).toEqual({
    code: 'corrupt',
    message: 'store: a document in it is no JSON; the file was changed by something else',
  });
  await store.close();
});

test('a store of a newer version is refused and left as it is', async () => {
  const file = join(folder(), 'store.sqlite');
  await (await openStore(file)).close();
  const other = new SqliteConnection(file);
  other.change('UPDATE crossproof_schema SET version = 99');
  const before = other.rows('SELECT name, sql FROM sqlite_master');
  expect(await trouble(openStore(file))).toEqual({
    code: 'newer-version',
    message: `store ${file}: written by a newer crossproof (schema 99, this one knows ${SCHEMA_VERSION}); upgrade, ${ELSE}`,
  });
  expect(other.rows('SELECT version FROM crossproof_schema')).toEqual([{ version: 99 }]);
  expect(other.rows('SELECT name, sql FROM sqlite_master')).toEqual(before);
});

test('a database of another program is refused and left as it is', async () => {
  const file = join(folder(), 'places.sqlite');
  const other = new SqliteConnection(file);
  other.exec('CREATE TABLE bookmarks (title text)');
  expect(await trouble(openStore(file))).toEqual({
    code: 'unsupported',
    message: `store ${file}: a database of another program; name another file with --store`,
  });
  expect(other.rows('SELECT name FROM sqlite_master')).toEqual([{ name: 'bookmarks' }]);
});

/** Root writes past any mode: it opens the store with the rights of the overflow user (proc(5)) instead. */
const NOBODY = 65534;

async function openWithoutRights(file: string): Promise<{ code: string; message: string }> {
  const root = process.getuid?.() === 0;
  if (root) process.seteuid?.(NOBODY);
  try {
    return await trouble(openStore(file));
  } finally {
    if (root) process.seteuid?.(0);
  }
}

test('a file, a folder or a new place that the user may not write is read-only', async () => {
  const file = madeStore();
  const path = dirname(file);
  chmodSync(file, 0o444);
  chmodSync(path, 0o555);
  onTestFinished(() => chmodSync(path, 0o755));
  const codes = [
    (await openWithoutRights(file)).code,
    (await openWithoutRights(join(path, 'new.sqlite'))).code,
  ];
  chmodSync(file, 0o666);
  codes.push((await openWithoutRights(file)).code);
  expect(codes).toEqual(['read-only', 'read-only', 'read-only']);
  expect(readFileSync(file).equals(made)).toBe(true);
});

/** The flag binds root too. False where the file system or the container has none. */
function immutable(path: string): boolean {
  try {
    execFileSync('chattr', ['+i', path], { stdio: 'ignore' });
  } catch {
    return false;
  }
  onTestFinished(() => void execFileSync('chattr', ['-i', path]));
  return true;
}

test('an immutable file is read-only, for root too', async () => {
  const file = madeStore();
  const open = immutable(file) ? trouble(openStore(file)) : openWithoutRights(readable(file));
  expect((await open).code).toBe('read-only');
});

function readable(file: string): string {
  chmodSync(dirname(file), 0o755);
  chmodSync(file, 0o444);
  return file;
}

test('what is no file, or lies nowhere, is told apart', async () => {
  const root = folder();
  const file = join(root, 'file');
  writeFileSync(file, '');
  symlinkSync(join(root, 'nowhere', 'store.sqlite'), join(root, 'dangling'));
  expect(await trouble(openStore(root))).toEqual({
    code: 'unsupported',
    message: `store ${root}: not a file; name a file with --store`,
  });
  expect(await trouble(openStore(join(file, 'store.sqlite')))).toEqual({
    code: 'not-found-dir',
    message: `store ${join(file, 'store.sqlite')}: the folder ${file} does not exist and cannot be made; make it, ${ELSE}`,
  });
  expect((await trouble(openStore(join(root, 'dangling')))).code).toBe('not-found-dir');
  expect(existsSync(join(root, 'nowhere'))).toBe(false);
});

test('a folder that the kernel does not let anybody make ends in a message, not in a loop', async () => {
  expect((await trouble(openStore('/proc/none/store.sqlite'))).code).toBe('not-found-dir');
});

test.each([
  ['libsql://db.example', 'store libsql: no such kind of store; name a file or a postgres: URL with --store'],
  ['https://db.example/x', 'store https: no such kind of store; name a file or a postgres: URL with --store'],
  ['file://db.example/x', 'store file: this URL names no file here; name one as file:///path'],
  ['', 'store: an empty name or one with control characters names no file'],
  ['a\0b', 'store: an empty name or one with control characters names no file'],
])('%j is no store that this version opens', async (name, message) => {
  expect(await trouble(openStore(name))).toEqual({ code: 'unsupported', message });
});
