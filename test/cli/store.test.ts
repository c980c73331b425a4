import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { register } from '../../src/cli/store/command.js';
import { openStore } from '../../src/store/open-store.js';
import { folder } from '../store/support/folder.js';
import { ALICE, finished, reading, started } from '../store/support/plain-values.js';
import { stores } from '../store/support/stores.js';
import { runCommand, wideLines } from './support/run-command.js';

async function filled(): Promise<string> {
  const path = join(folder(), 'store.sqlite');
  const store = await openStore(path);
  await store.begin(started('1', ALICE));
  await store.addReading('1', reading('https://one.example/'));
  await store.finish('1', finished(ALICE, 0));
  await store.close();
  return path;
}

describe.each(stores)('crossproof store copy, from a file to $name', ({ newUrl }) => {
  test('copies everything, says so, and is refused the second time', async () => {
    const [from, to] = [await filled(), await newUrl()];
    const copied = await runCommand(register, ['store', 'copy', from, to]);
    const name = to.replace('postgres@', '');
    expect(copied).toEqual({
      code: 0,
      out: `${name}: holds the 3 rows of ${from}\n`,
      err: 'verification 1\nreading 1\nmemory 1\njob 0\nschedule 0\ntoken 0\nsigning_key 0\nsample 0\nschedule_wish 0\n',
    });
    const store = await openStore(to);
    expect((await store.latest(ALICE))?.report).toEqual({ subject: ALICE, n: 0 });
    await store.close();
    expect(await runCommand(register, ['store', 'copy', from, to])).toEqual({
      code: 2,
      out: '',
      err: 'store: the target of a copy has to be empty; name a new one\n',
    });
  });

  test('prints the rows of each table as JSON, and no password', async () => {
    const [from, to] = [await filled(), await newUrl()];
    const secret = to.replace('postgres@', 'postgres:s3cret@');
    const { out, err } = await runCommand(register, ['store', 'copy', from, secret, '--json']);
    expect(JSON.parse(out)).toEqual({
      from,
      to: to.replace('postgres@', ''),
      rows: {
        verification: 1,
        reading: 1,
        memory: 1,
        job: 0,
        schedule: 0,
        token: 0,
        signing_key: 0,
        sample: 0,
        schedule_wish: 0,
      },
    });
    expect(out + err).not.toContain('s3cret');
  });
});

test('a store that is not there is not made by copying it', async () => {
  const from = join(folder(), 'none.sqlite');
  const to = join(folder(), 'to.sqlite');
  expect(await runCommand(register, ['store', 'copy', from, to])).toEqual({
    code: 2,
    out: '',
    err: `store ${from}: there is none; check the name\n`,
  });
  expect([existsSync(from), existsSync(to)]).toEqual([false, false]);
});

test('a file that is no store is told in one line', async () => {
  const from = join(folder(), 'page.html');
  writeFileSync(from, '<!doctype html>'.padEnd(5000));
  const to = join(folder(), 'to.sqlite');
  expect(await runCommand(register, ['store', 'copy', from, to])).toEqual({
    code: 2,
    out: '',
    err: `store ${from}: damaged, or not a store; move it away, or name another with --store\n`,
  });
});

test('its help fits a terminal and has an example', async () => {
  const { out } = await runCommand(register, ['store', 'copy', '--help']);
  expect(out).toContain('Example:\n  $ crossproof store copy');
  expect(wideLines(out)).toEqual([]);
});
