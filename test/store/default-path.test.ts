import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultStorePath } from '../../src/store/default-path.js';

test.each([
  ['the data directory', { XDG_DATA_HOME: '/data', HOME: '/home/alice' }, '/data/crossproof/store.sqlite'],
  ['the home', { HOME: '/home/alice' }, '/home/alice/.local/share/crossproof/store.sqlite'],
  [
    'the home, when the data directory is relative',
    { XDG_DATA_HOME: 'data', HOME: '/h' },
    '/h/.local/share/crossproof/store.sqlite',
  ],
  [
    'the home, when the data directory is empty',
    { XDG_DATA_HOME: '', HOME: '/h' },
    '/h/.local/share/crossproof/store.sqlite',
  ],
  ['the system’s idea of a home', {}, join(homedir(), '.local/share/crossproof/store.sqlite')],
])('without a name the store is under %s', (_where, env, path) => {
  expect(defaultStorePath(env)).toBe(path);
});
