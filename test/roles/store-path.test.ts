import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { playRole } from '../../src/roles/role.js';
import { folder } from '../store/support/folder.js';
import { trouble } from '../store/support/trouble.js';
import { frozenClock } from '../support/frozen-clock.js';
import { SETTINGS } from './support/settings.js';

const here = process.cwd();
let empty: string;
beforeEach(() => {
  empty = folder();
  process.chdir(empty);
});
afterEach(() => process.chdir(here));

/** Begins to serve a store and ends at once. */
const serve = (storePath: string, start = async () => undefined) =>
  playRole(
    'serve',
    {
      ...{ env: {}, settings: SETTINGS, clock: frozenClock() },
      ...{ write: () => undefined, signal: AbortSignal.abort(), storePath },
    },
    async () => {
      await start();
      return { close: async () => undefined };
    },
  );

it('a store that is named by a URL is the file that the URL names, with its lock beside it', async () => {
  const kept = folder();
  const path = join(kept, 'store.sqlite');
  const url = pathToFileURL(path).href;
  await serve(url, async () => {
    expect(await trouble(serve(path))).toMatchObject({ code: 'busy' });
  });
  expect(readdirSync(kept)).toEqual(expect.arrayContaining(['store.sqlite', 'store.sqlite-serve']));
  expect(readdirSync(empty)).toEqual([]);
});

it('one process that works alone keeps no server: its jobs would be known to it alone', async () => {
  expect(await trouble(serve('postgres://user:hunter2@127.0.0.1:1/x'))).toEqual({
    code: 'unsupported',
    message:
      'store postgres://127.0.0.1:1/x: one process alone keeps a file; for a server set REDIS_URL and DATABASE_URL instead',
  });
  expect(readdirSync(empty)).toEqual([]);
});
