import { describe, expect, it } from 'vitest';
import { cssVariables } from '../../src/design/css-variables.js';
import { NEUTRALS, TONES } from '../../src/design/palette.js';

/** Declarations of each rule, by what stands before its brace. */
function rulesOf(css: string): Map<string, Map<string, string>> {
  const rules = [...css.matchAll(/^(:root[^{]*)\{([^}]*)\}/gm)];
  return new Map(
    rules.map(([, selector = '', body = '']) => [
      selector,
      new Map(
        body.split(';').map((one): [string, string] => {
          const [name = '', value = ''] = one.split(':');
          return [name, value];
        }),
      ),
    ]),
  );
}

describe('the custom properties', () => {
  const css = cssVariables();
  const rules = rulesOf(css);
  const light = rules.get(':root') ?? new Map<string, string>();

  it('follow the system, unless a theme is chosen', () => {
    expect([...rules.keys()]).toEqual([
      ':root',
      ':root:not([data-theme="light"])',
      ':root[data-theme="dark"]',
    ]);
    expect(css).toContain('@media (prefers-color-scheme:dark){\n:root:not([data-theme="light"]){');
    const [, byQuery, byChoice] = [...rules.values()];
    expect(byQuery).toEqual(byChoice);
  });

  it('have every colour in both themes', () => {
    const dark = rules.get(':root[data-theme="dark"]');
    expect([light.get('--ink'), dark?.get('--ink')]).toEqual([NEUTRALS.ink.light, NEUTRALS.ink.dark]);
    expect([light.get('--bad-on-solid'), dark?.get('--bad-solid')]).toEqual([
      TONES.bad.onSolid.light,
      TONES.bad.solid.dark,
    ]);
    for (const [name, value] of dark ?? []) {
      expect([name, /^#[0-9a-f]{6}$/.test(value) || name === 'color-scheme']).toEqual([name, true]);
      expect([name, light.has(name)]).toEqual([name, true]);
    }
  });
});
