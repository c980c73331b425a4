import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockEmbedded } from '../../src/store/embedded-lock.js';
import { openStore } from '../../src/store/open-store.js';
import { folder } from './support/folder.js';

const root = join(import.meta.dirname, '..', '..');
const CHILD = `
  import { lockEmbedded } from '${join(root, 'src', 'store', 'embedded-lock.ts')}';
  await lockEmbedded(process.argv[1]);
  process.send('locked');
  setInterval(() => undefined, 1000);
`;

it('lets one process serve a store at a time, and the next one as soon as that is gone', async () => {
  const path = join(folder(), 'store.sqlite');
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', CHILD, path], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  await expect(lockEmbedded(path)).rejects.toMatchObject({ code: 'busy' });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const lock = await lockEmbedded(path);
  await expect(lockEmbedded(path)).rejects.toMatchObject({ code: 'busy' });
  await lock.release();
  await (await lockEmbedded(path)).release();
});

it('does not keep other commands from the store', async () => {
  const path = join(folder(), 'store.sqlite');
  const lock = await lockEmbedded(path);
  const store = await openStore(path);
  await store.begin({
    ...{ id: 'a', subject: 'mimi://a.example/u/alice', startedAt: '2026-11-21T12:00:00Z', given: [] },
  });
  expect(await store.subjects()).toEqual(['mimi://a.example/u/alice']);
  await store.close();
  await lock.release();
});

it('says what is wrong with a lock file that is none', async () => {
  const path = join(folder(), 'store.sqlite');
  writeFileSync(`${path}-serve`, 'garbage '.repeat(2000));
  await expect(lockEmbedded(path)).rejects.toMatchObject({ code: 'corrupt' });
});
