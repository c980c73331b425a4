import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationText, formatDuration, parseDuration, parseEvery } from '../../src/schedule/duration.js';
import { MAX_EVERY_SECONDS, MIN_EVERY_SECONDS } from '../../src/schedule/limits.js';

test.each([
  ['PT6H', 21_600],
  ['P1D', 86_400],
  ['P1W', 604_800],
  ['PT90M', 5_400],
  ['P1DT12H', 129_600],
  ['P0D', 0],
  ['PT0S', 0],
  ['P01D', 86_400],
  ['P2DT3H4M5S', 183_845],
  ['PT1H1S', 3_601],
  ['P999999999D', 86_399_999_913_600],
])('%s is %i seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each([
  ...['', 'P', 'PT', 'P1', 'PT1', 'T1H', '1H', 'P1DT', 'PT1H1', 'p1d', 'PT1h', 'P1H', 'P1S'],
  ...['P1Y', 'P1M', 'P1M1D', 'P1W1D', 'P1WT1H', 'PT1M1H', 'P1D1D', 'PT1HT1M'],
  ...['PT1.5H', 'PT1,5H', 'P-1D', '-P1D', '+P1D', 'P+1D', ' P1D', 'P1D ', 'P1D\n', 'P 1D', 'P1e3D', 'P0x1D'],
  ...['P١D', 'P1D\0', 'P1234567890D', `P${'1'.repeat(100_000)}D`, '86400', 'P2026-11-21T12:00:00'],
])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeNull();
});

test.each([
  ['PT1H', { ok: true, seconds: MIN_EVERY_SECONDS }],
  ['PT59M59S', { ok: false, error: 'too-short' }],
  ['PT0S', { ok: false, error: 'too-short' }],
  ['P366D', { ok: true, seconds: MAX_EVERY_SECONDS }],
  ['P366DT1S', { ok: false, error: 'too-long' }],
  ['daily', { ok: false, error: 'malformed' }],
])('as an interval %s is %j', (text, read) => {
  expect(parseEvery(text)).toEqual(read);
});

test.each([
  [0, 'PT0S'],
  [59, 'PT59S'],
  [5_400, 'PT1H30M'],
  [86_400, 'P1D'],
  [604_800, 'P1W'],
  [7_776_000, 'P90D'],
  [90_061, 'P1DT1H1M1S'],
])('%i seconds are written %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test.each([
  [0, '0 seconds'],
  [59, '59 seconds'],
  [5_400, '1 hour 30 minutes'],
  [86_400, '1 day'],
  [604_800, '1 week'],
  [7_776_000, '12 weeks 6 days'],
  [90_061, '1 day 1 hour 1 minute 1 second'],
])('%i seconds are told as %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

test('what is written is read as the same time', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 40 }), (seconds) => parseDuration(formatDuration(seconds)) === seconds),
  );
});

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('%d seconds are not written', (seconds) => {
  expect(() => formatDuration(seconds)).toThrow(new RangeError('a duration is whole seconds'));
});
