import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NEUTRALS, TONES } from '../../src/design/palette.js';

/** Bytes of the file that other sites embed. */
const MAX_EMBED_BYTES = 10_000;
const folder = new URL('../../dist/src/client/', import.meta.url);
const embed = readFileSync(new URL('crossproof-badge.js', folder), 'utf8');

describe('what runs in the browser', () => {
  it('embeds in one file of less than 10 kB, which imports nothing', () => {
    expect(Buffer.byteLength(embed)).toBeLessThan(MAX_EMBED_BYTES);
    expect(embed).not.toMatch(/^\s*import\b(?!\.meta)|\bimport\(|^export\b/m);
  });

  it('runs under a strict policy, and parses no text as markup', () => {
    const scripts = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
    expect(scripts.join('\n')).not.toMatch(
      /\beval\b|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write/,
    );
  });

  it('has the colours of the design', () => {
    const pair = ({ light, dark }: { light: string; dark: string }) => `light-dark(${light},${dark})`;
    const missing = [
      ...Object.values(TONES).flatMap(({ text, fill, border }) => [text, fill, border]),
      NEUTRALS.focus,
    ].filter((paint) => !embed.includes(pair(paint)));
    expect(missing).toEqual([]);
  });

  it('imports from its own folder alone', () => {
    const sources = new URL('../../src/client/', import.meta.url);
    const imported = readdirSync(sources).flatMap((name) =>
      [...readFileSync(new URL(name, sources), 'utf8').matchAll(/from '([^']+)'/g)].map((match) => match[1]),
    );
    expect(imported.filter((path) => !/^\.\/[\w-]+\.js$/.test(path ?? ''))).toEqual([]);
    expect(imported.length).toBeGreaterThan(3);
  });
});
