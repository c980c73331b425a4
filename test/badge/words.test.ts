import { describe, expect, it } from 'vitest';
import { type BadgeOptions, badgeFacts, shieldsJson } from '../../src/badge/index.js';
import { description, message, title } from '../../src/badge/words.js';
import type { Report } from '../../src/report/types.js';
import { NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { report } from './support/reports.js';

const WEEK = 7 * 86_400;
const NOW: BadgeOptions = { now: new Date(NOON), maxAgeSeconds: WEEK };
const LATER: BadgeOptions = { ...NOW, now: new Date('2027-01-01T00:00:00.000Z') };
const told = (one: Report | null, options = NOW) => {
  const facts = badgeFacts(SUBJECT, one, options);
  return { message: message(facts), title: title(facts), description: description(facts) };
};
const name = `\u2068${SUBJECT}\u2069`;

describe('what a badge says', () => {
  it('is the verdict, who supports it, and the date', () => {
    expect(told(report())).toEqual({
      message: '✔ consistent · 4 independent operators · 21 Nov 2026',
      title: `${name}: consistent, checked 21 Nov 2026 12:00 UTC`,
      description:
        'Enough independent operators agree on one key, and it is tied to this identity. Its key is shown by 4 independent operators.',
    });
  });

  it('is what speaks against it, each kind once', () => {
    const alert = { code: 'conflicting-statement', accounts: [], message: '' } as const;
    const against = report({
      ...{ verdict: 'conflicting', independentOperators: 1 },
      alerts: [alert, alert, { ...alert, code: 'mass-removal' }],
    });
    expect(told(against)).toEqual({
      message: '✘ conflicting · 1 independent operator · 21 Nov 2026',
      title: `${name}: conflicting, checked 21 Nov 2026 12:00 UTC`,
      description:
        'Accounts contradict each other, or the key changed unannounced. Its key is shown by 1 independent operator. What speaks against it: conflicting statement, many proofs gone at once.',
    });
  });

  it('has no operators where no key leads', () => {
    expect(told(report({ verdict: 'none', identityKey: null })).message).toBe('○ none · 21 Nov 2026');
  });

  it('is grey and dated when it is old, and not the tick that it was', () => {
    expect(told(report(), LATER)).toEqual({
      message: '◷ outdated · consistent on 21 Nov 2026',
      title: `${name}: outdated, checked 21 Nov 2026 12:00 UTC`,
      description:
        'It was verified too long ago for the answer to be relied on. On 21 Nov 2026 it was: consistent. Its key is shown by 4 independent operators.',
    });
  });

  it('says when it is the last good report', () => {
    const { message: line, description: text } = told(report({ incomplete: true }));
    expect([
      line,
      text.endsWith('Incomplete: not everything could be read now; this is what is known.'),
    ]).toEqual(['✔ consistent · 4 independent operators · 21 Nov 2026 · incomplete', true]);
  });

  it('is that there is nothing to say of whom nobody asked for', () => {
    expect(told(null)).toEqual({
      message: '– not verified',
      title: `${name}: not verified`,
      description: 'Nobody has asked this server to verify it.',
    });
  });
});

describe('the badge for shields.io', () => {
  it('is in its endpoint schema', () => {
    expect(shieldsJson(badgeFacts(SUBJECT, report(), NOW))).toEqual({
      schemaVersion: 1,
      label: SUBJECT,
      message: '✔ consistent · 4 independent operators · 21 Nov 2026',
      color: '#1c7a3d',
      labelColor: '#3c4650',
      isError: false,
      cacheSeconds: 300,
    });
  });

  it('lets nobody make a bad one green', () => {
    const errors = [report({ verdict: 'conflicting' }), report({ verdict: 'weak' }), null].map(
      (one) => shieldsJson(badgeFacts(SUBJECT, one, NOW)).isError,
    );
    expect([...errors, shieldsJson(badgeFacts(SUBJECT, report(), LATER)).isError]).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });
});
