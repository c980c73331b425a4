import { join } from 'node:path';
import { expect, it } from 'vitest';
import { register } from '../../src/cli/serve/command.js';
import { folder } from '../store/support/folder.js';
import { NOW } from '../verify/support/tokens.js';
import { runCommand } from './support/run-command.js';

const SERVERS = { REDIS_URL: 'redis://127.0.0.1:1', DATABASE_URL: 'postgres://127.0.0.1:1/x' };

it('a file that would not be used is wrong use of serve', async () => {
  const argv = ['serve', '--store', join(folder(), 'store.sqlite')];
  expect(await runCommand(register, argv, '', NOW, SERVERS)).toEqual({
    code: 2,
    out: '',
    err: '--store: REDIS_URL and DATABASE_URL are set, and no file is used; leave it out, or add --embedded\n',
  });
});
