import { describe, expect, it } from 'vitest';
import { CONFUSABLES_VERSION } from '../../src/identifier/confusables-data.js';
import { nameWarning, skeleton } from '../../src/identifier/homograph.js';
import { hasMixedScripts, looksConfusable } from '../../src/identifier/index.js';

describe('looksConfusable', () => {
  it.each([
    ['аlice', 'alice'],
    ['раураl', 'paypal'],
    ['paypaI', 'paypal'],
    ['paypa1', 'paypal'],
    ['rnicrosoft', 'microsoft'],
    ['gıthub', 'github'],
    ['𝐚lice', 'alice'],
    ['ο', 'о'],
    ['℀', 'a/c'],
  ])('%s looks like %s', (a, b) => {
    expect([looksConfusable(a, b), looksConfusable(b, a)]).toEqual([true, true]);
  });

  it.each([
    ['alice', 'alice'],
    ['alice', 'alicé'],
    ['alice', 'bob'],
    ['почта', 'pochta'],
  ])('%s does not look like another name in %s', (a, b) => {
    expect(looksConfusable(a, b)).toBe(false);
  });

  it('knows where its table comes from', () => {
    expect(CONFUSABLES_VERSION).toBe('15.0.0');
    expect(skeleton('ẞ₨ﬀ')).toBe(skeleton('ẞRsff'));
  });
});

describe('hasMixedScripts', () => {
  it.each([
    ['gіthub (Cyrillic і)', 'gіthub', true],
    ['Latin and Greek', 'λambda', true],
    ['digits of two systems', '1١', true],
    ['Bengali and ASCII digits', '৭7', true],
    ['ASCII', 'alice-1', false],
    ['one script', 'почта', false],
    ['Arabic with its digits', 'بريد١', false],
    ['Japanese', '東京タワーの', false],
    ['Latin beside Japanese', 'tokyo東京タワー', false],
    ['Korean', '한국漢', false],
    ['accents', 'zoë', false],
    ['emoji', 'cat🐈', false],
  ])('%s', (_, text, expected) => {
    expect(hasMixedScripts(text)).toBe(expected);
  });
});

describe('nameWarning', () => {
  it.each([
    ['аррӏе', 'homograph'],
    ['gіthub', 'homograph'],
    ['ѕсоре', 'homograph'],
    ['λambda', 'mixed-script'],
    ['почта', null],
    ['ελλάδα', null],
    ['müller', null],
    ['færøerne', null],
    ['東京タワー', null],
    ['paypa1', null],
  ])('%s: %s', (name, expected) => {
    expect(nameWarning(name)).toBe(expected);
  });
});
