import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/config/nearest.js';

describe('the nearest name', () => {
  it.each([
    ['CROSSPROOF_PREFX', 'CROSSPROOF_PREFIX'],
    ['CROSSPROOF_PERFIX', 'CROSSPROOF_PREFIX'],
    ['CROSSPROOF_OPS_PROT', 'CROSSPROOF_OPS_PORT'],
    ['CROSSPROOF_OPS_HOSTS', 'CROSSPROOF_OPS_HOST'],
    ['CROSSPROOF_UNLIKE_ANY', null],
  ])('of %s is %s', (text, name) => {
    expect(nearest(text, ['CROSSPROOF_OPS_HOST', 'CROSSPROOF_OPS_PORT', 'CROSSPROOF_PREFIX'])).toBe(name);
  });
});
