import { describe, expect, it } from 'vitest';
import { clientScripts, PAGE_SCRIPTS } from '../../src/pages/assets.js';

describe('the scripts of the pages', () => {
  it('are there under names of their own, and import one another by those', () => {
    const { files, path } = clientScripts();
    for (const name of PAGE_SCRIPTS) expect(files.has(path(name).replace('/assets/', ''))).toBe(true);
    const imported = [...files.values()].flatMap(({ body }) =>
      [...body.toString().matchAll(/from '\.\/([^']+)'/g)].map((match) => match[1] ?? ''),
    );
    expect(imported.length).toBeGreaterThan(5);
    expect(imported.filter((name) => !files.has(name))).toEqual([]);
  });
});
