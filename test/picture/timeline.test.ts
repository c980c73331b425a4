import fc from 'fast-check';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { FORMS } from '../../src/picture/geometry.js';
import { layoutStrip, MAX_BANDS } from '../../src/picture/timeline/layout.js';
import { lookOf } from '../../src/picture/timeline/looks.js';
import {
  MAX_CHANGES,
  MAX_MOMENTS,
  type TimelineInput,
  timelineOf,
} from '../../src/picture/timeline/model.js';
import { TimelineList, TimelinePicture } from '../../src/picture/timeline/picture.js';
import { CHANGE_KINDS, type Change } from '../../src/report/changes.js';
import { VERDICTS } from '../../src/report/wording.js';
import type { Verdict } from '../../src/score/verdict.js';
import { HOSTILE } from './support/reports.js';
import { drawn, faultsOf } from './support/svg.js';

const day = (n: number): string => new Date(Date.UTC(2026, 7, n, 12)).toISOString();
const verdictChange = (n: number, from: Verdict, to: Verdict): Change => ({
  at: day(n),
  kind: 'verdict-changed',
  from,
  to,
  message: `The verdict was ${from} and is ${to}.`,
});
const FIRST: Change = {
  at: day(1),
  kind: 'first-seen',
  to: 'weak',
  message: 'First look: the verdict is weak.',
};
const CONFIRMED: Change = {
  at: day(5),
  kind: 'account-confirmed',
  account: 'https://github.com/alice',
  state: 'consistent',
  message: 'It shows the key, and the statement names it.',
};
const USUAL: TimelineInput = {
  changes: [
    verdictChange(20, 'conflicting', 'consistent'),
    verdictChange(18, 'consistent', 'conflicting'),
    CONFIRMED,
    verdictChange(5, 'weak', 'consistent'),
    FIRST,
  ],
  verdict: 'consistent',
  until: day(31),
};

const picture = (input: TimelineInput) => drawn(renderToString(h(TimelinePicture, input)));
const list = (input: TimelineInput) => renderToString(h(TimelineList, input));

const verdicts = fc.constantFrom(...(Object.keys(VERDICTS) as Verdict[]));
const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }));
const inputs: fc.Arbitrary<TimelineInput> = fc
  .tuple(
    fc.array(
      fc.record({
        n: fc.nat({ max: 4000 }),
        kind: fc.constantFrom(...CHANGE_KINDS, 'verdict-changed' as const),
        from: fc.oneof(verdicts, fc.constant(null), fc.nat()),
        to: fc.oneof(verdicts, fc.constant(null), fc.nat()),
        account: text,
        message: text,
      }),
      { maxLength: 80 },
    ),
    verdicts,
  )
  .map(([changes, verdict]) => ({
    changes: changes.sort((a, b) => b.n - a.n).map(({ n, ...change }) => ({ at: day(n), ...change })),
    verdict,
    until: day(4001),
  }));

describe('the timeline', () => {
  it('raises no alarm of the first key, and one of every other', () => {
    const key = (from: string | null): Change => ({
      at: day(2),
      kind: 'key-changed',
      from,
      to: 'urn:b',
      message: '',
    });
    expect([lookOf(key(null)).tone, lookOf(key('urn:a')).tone]).toEqual(['quiet', 'bad']);
  });

  it('has a band for each time in which the verdict was the same, from the first look on', () => {
    expect(timelineOf(USUAL, 10)).toEqual({
      bands: [
        { verdict: 'weak', from: day(1), to: day(5) },
        { verdict: 'consistent', from: day(5), to: day(18) },
        { verdict: 'conflicting', from: day(18), to: day(20) },
        { verdict: 'consistent', from: day(20), to: day(31) },
      ],
      isOpen: false,
      moments: [20, 18, 5, 1].map((n) => ({
        at: day(n),
        changes: USUAL.changes.filter(({ at }) => at === day(n)),
      })),
      hasMore: false,
    });
  });

  it('says that there was more where the history goes on', () => {
    const page = { ...USUAL, changes: USUAL.changes.slice(0, 3) };
    const { bands, isOpen } = timelineOf(page, 10);
    expect([isOpen, bands[0]]).toEqual([true, { verdict: 'consistent', from: day(5), to: day(18) }]);
    expect(timelineOf(USUAL, 2)).toMatchObject({
      isOpen: true,
      bands: [{ from: day(18) }, { from: day(20) }],
    });
  });

  it('is one band where nothing is known but the last look', () => {
    const input = { changes: [], verdict: 'none', until: day(1) } as const;
    expect(timelineOf(input, 10)).toEqual({
      bands: [{ verdict: 'none', from: day(1), to: day(1) }],
      isOpen: true,
      moments: [],
      hasMore: false,
    });
    expect(picture(input).flatMap(faultsOf)).toEqual([]);
  });

  it('says the same in words', () => {
    expect(picture({ ...USUAL, changes: [verdictChange(5, 'weak', 'consistent'), FIRST] })[0]).toMatchObject({
      title: 'The verdict over time',
      description:
        'The verdict was weak from 1 Aug 2026 12:00 UTC to 5 Aug 2026 12:00 UTC, consistent from 5 Aug 2026 12:00 ' +
        'UTC to 31 Aug 2026 12:00 UTC.',
    });
  });

  it('draws time to scale where there is room, every band wide enough for its sign, and every moment in its band', () => {
    fc.assert(
      fc.property(inputs, fc.constantFrom(...FORMS), (input, form) => {
        const timeline = timelineOf(input, MAX_BANDS[form]);
        const { bands, dots, width } = layoutStrip(timeline, form);
        for (const [i, band] of bands.entries()) {
          expect(band.width).toBeGreaterThanOrEqual(26 - 1e-9);
          expect(band.x + band.width).toBeCloseTo(bands[i + 1]?.x ?? width - 1, 6);
        }
        for (const { x, at } of dots)
          expect(
            bands.some((b) => b.band.from <= at && at <= b.band.to && b.x <= x && x <= b.x + b.width),
          ).toBe(true);
        expect(dots.every(({ x }, i) => i === 0 || (dots[i - 1]?.x ?? 0) - x >= 12)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('can be read, and is bounded, for any changes', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        expect(picture(input).flatMap(faultsOf)).toEqual([]);
        const items = list(input);
        expect(items.split('<time').length - 1).toBeLessThanOrEqual(MAX_MOMENTS);
        expect(items).not.toMatch(/<(script|img|a|iframe|style)\b/);
        // Bidi controls and what XML forbids would reach the words around; a joiner may stand within an emoji.
        expect(items).not.toMatch(
          /[\u0000-\u0008\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFFE\uFFFF]/,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('lists what changed with the date, the account and what is said of it, the last first', () => {
    const words = list(USUAL)
      .replace(/<svg.*?<\/svg>/g, '')
      .replace(/<\/li>|<\/time>/g, '\n')
      .replace(/<[^>]*>/g, '');
    expect(words.split('\n').filter((line) => line !== '')).toEqual([
      '20 Aug 2026 12:00 UTC',
      'The verdict was conflicting and is consistent.',
      '18 Aug 2026 12:00 UTC',
      'The verdict was consistent and is conflicting.',
      '5 Aug 2026 12:00 UTC',
      'https://github.com/alice: It shows the key, and the statement names it.',
      'The verdict was weak and is consistent.',
      '1 Aug 2026 12:00 UTC',
      'First look: the verdict is weak.',
    ]);
  });

  it('counts what there is no room for', () => {
    const many = Array.from({ length: MAX_CHANGES + 3 }, () => CONFIRMED);
    expect(list({ ...USUAL, changes: many })).toContain('<li>and 3 more</li>');
    const long = Array.from({ length: MAX_MOMENTS + 1 }, (_, i) => ({ ...CONFIRMED, at: day(100 - i) }));
    expect(list({ ...USUAL, changes: long })).toContain('<li>Earlier changes are not shown.</li>');
  });
});
