import { expect, it } from 'vitest';
import { REASONS } from '../../src/client/verification.js';
import { UNREACHABLE } from '../../src/report/code-words.js';

it('the page says why an account could not be read in the words of the command line', () => {
  const words = Object.entries(UNREACHABLE).map(([reason, { word }]) => [reason, word]);
  expect(REASONS).toEqual(Object.fromEntries(words));
});
