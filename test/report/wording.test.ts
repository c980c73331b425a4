import { describe, expect, it } from 'vitest';
import { oddsText, supportText } from '../../src/report/wording.js';

describe('the score in words', () => {
  it.each([
    [0.9997, '3,300 to 1 that this key is its holder’s'],
    [1 - 1e-9, '990,000,000 to 1 that this key is its holder’s'],
    [0.99, '99 to 1 that this key is its holder’s'],
    [0.5, '1 to 1 that this key is its holder’s'],
    [0.2, '4 to 1 that this key is not its holder’s'],
  ])('is never rounded up: %s is %s', (score, words) => {
    expect(oddsText({ score })).toBe(words);
  });

  it('is a number even where nothing at all speaks for the key', () => {
    expect(oddsText({ score: 0 })).toMatch(/^[\d,]+ to 1 that this key is not its holder’s$/);
  });
});

describe('who speaks for a key', () => {
  it.each([
    [
      4,
      3,
      '4 independent operators show its key; an attacker would need 3 at once to put a key of his in its place.',
    ],
    [
      1,
      1,
      '1 independent operator shows its key; whoever holds the provider could put a key of his in its place.',
    ],
    [0, null, '0 independent operators show its key.'],
  ])('is told with what it is worth: %s, %s', (independentOperators, takeoverThreshold, words) => {
    expect(supportText({ independentOperators, takeoverThreshold })).toBe(words);
  });
});
