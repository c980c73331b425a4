import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { register } from '../../src/cli/keygen/command.js';
import { thumbprintUri } from '../../src/verify/index.js';
import { runCommand, wideLines } from './support/run-command.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossproof-keygen-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('crossproof keygen', () => {
  test.each([
    ['EdDSA', 'OKP', 'Ed25519'],
    ['Ed25519', 'OKP', 'Ed25519'],
    ['ES256', 'EC', 'P-256'],
    ['ES384', 'EC', 'P-384'],
    ['ES512', 'EC', 'P-521'],
  ])('--alg %s prints a private JWK, and its thumbprint URI apart', async (alg, kty, crv) => {
    const { code, out, err } = await runCommand(register, ['keygen', '--alg', alg]);
    const key = JSON.parse(out) as Record<string, string>;
    expect(code).toBe(0);
    expect(key).toMatchObject({ kty, crv, alg, use: 'sig', kid: thumbprintUri(key), d: expect.any(String) });
    expect(err).toBe(`${thumbprintUri(key)}\n`);
  });

  test('makes an Ed25519 key where nothing is said, another one each time', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => runCommand(register, ['keygen', '--json'])));
    expect(JSON.parse(first?.out ?? '')).toMatchObject({ alg: 'EdDSA', crv: 'Ed25519' });
    expect(first?.out.trim()).not.toContain('\n');
    expect(first?.out).not.toBe(second?.out);
  });

  test('--out writes a file that only its owner reads, and never over another', async () => {
    const path = join(folder, 'alice.jwk');
    const made = await runCommand(register, ['keygen', '--out', path]);
    expect(made).toMatchObject({ code: 0, out: '' });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const before = await readFile(path, 'utf8');
    expect(thumbprintUri(JSON.parse(before) as object)).toBe(made.err.trim());
    expect(await runCommand(register, ['keygen', '--out', path])).toEqual({
      code: 2,
      out: '',
      err: `${path}: it is there already\n`,
    });
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  test('--sub binds the key to its subject', async () => {
    const { out } = await runCommand(register, ['keygen', '--sub', 'MIMI://A.example/u/alice']);
    expect(JSON.parse(out)).toMatchObject({ sub: 'mimi://a.example/u/alice' });
    expect(await runCommand(register, ['keygen', '--sub', 'https://a.example/'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^--sub: .*MIMI URI.*\n$/),
    });
  });

  test('refuses an algorithm that no statement may have', async () => {
    const { code, out, err } = await runCommand(register, ['keygen', '--alg', 'RS256']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('RS256');
  });

  test('--help fits a terminal and has an example', async () => {
    const { code, out } = await runCommand(register, ['keygen', '--help']);
    expect(code).toBe(0);
    expect(out).toContain('Example:');
    expect(wideLines(out)).toEqual([]);
  });
});
