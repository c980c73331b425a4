import { describe, expect, it } from 'vitest';
import { configurationDocument, environmentHelp } from '../../src/config/describe.js';
import { ROLES, variables } from '../../src/config/variables.js';

describe('what is written about the configuration', () => {
  it('is docs/configuration.md, to the letter (vitest -u writes it anew)', async () => {
    await expect(configurationDocument()).toMatchFileSnapshot('../../docs/configuration.md');
  });

  it.each(ROLES)('is in the help of %s: each of its variables, within 80 columns', (role) => {
    const help = environmentHelp(role);
    const named = [...help.matchAll(/^ {2}(\w+)/gm)].map((match) => match[1]);
    const own = Object.values(variables).filter((variable) => variable.roles.includes(role));
    expect(named).toEqual(own.map((variable) => variable.name));
    expect(help.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('has presets that are values themselves', () => {
    for (const { name, preset, parse } of Object.values(variables)) {
      if (preset !== null) expect([name, parse(preset)]).not.toEqual([name, undefined]);
    }
  });
});
