import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { register as badge } from '../../src/cli/badge/command.js';
import type { Register } from '../../src/cli/command.js';
import { register as forget } from '../../src/cli/forget/command.js';
import { register as history } from '../../src/cli/history/command.js';
import { register as schedule } from '../../src/cli/schedule/command.js';
import { register as token } from '../../src/cli/token/command.js';
import { folder } from '../store/support/folder.js';
import { SUBJECT } from '../support/scenario.js';
import { runCommand } from './support/run-command.js';

describe('a store that is named and is not there', () => {
  test.each<[readonly string[], Register]>([
    [['badge', SUBJECT, '--out', '/dev/null'], badge],
    [['forget', SUBJECT], forget],
    [['history', SUBJECT], history],
    [['schedule', 'list'], schedule],
    [['schedule', 'remove', SUBJECT], schedule],
    [['token', 'list'], token],
    [['token', 'revoke', '0'.repeat(16)], token],
  ])('is wrong use of %j, which makes none', async (argv, register) => {
    const path = join(folder(), 'misspelt.sqlite');
    const err = `store ${path}: there is none; check the name\n`;
    expect(await runCommand(register, [...argv, '--store', path])).toEqual({ code: 2, out: '', err });
    expect(existsSync(path)).toBe(false);
  });

  test.each<[readonly string[], Register]>([
    [['schedule', 'add', SUBJECT], schedule],
    [['token', 'add', 'first'], token],
  ])('is made by %j', async (argv, register) => {
    const path = join(folder(), 'new.sqlite');
    expect((await runCommand(register, [...argv, '--store', path])).code).toBe(0);
    expect(existsSync(path)).toBe(true);
  });
});
