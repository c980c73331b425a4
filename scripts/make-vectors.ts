import { mkdir, rm, writeFile } from 'node:fs/promises';
import { NOW } from '../test/verify/support/tokens.js';
import { INVALID, VALID } from './statement-vectors/index.js';

/**
 * Writes fixtures/vectors/statement: one file a case, always the same bytes, since the keys are made from words
 * and Ed25519 has no randomness. After a change of the cases run
 * `npx tsx scripts/make-vectors.ts && npx biome check --write fixtures/vectors`.
 */
const root = new URL('../fixtures/vectors/statement/', import.meta.url);

for (const [kind, cases] of [
  ['valid', VALID],
  ['invalid', INVALID],
] as const) {
  const folder = new URL(`${kind}/`, root);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [name, vector] of cases) {
    const file = new URL(`${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.json`, folder);
    await writeFile(file, `${JSON.stringify({ name, now: NOW.toISOString(), ...vector }, null, 2)}\n`, {
      flag: 'wx',
    });
  }
}
