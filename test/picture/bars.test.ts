import fc from 'fast-check';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { layoutBars } from '../../src/picture/bars/layout.js';
import { barsOf, MAX_SHARES } from '../../src/picture/bars/model.js';
import { BarsPicture, BarsTable } from '../../src/picture/bars/picture.js';
import { FORMS } from '../../src/picture/geometry.js';
import { NOT_SHOWN } from '../../src/report/audience.js';
import type { PublicReport } from '../../src/report/types.js';
import { HOSTILE, KEY, OTHER_KEY, provider, reportOf } from './support/reports.js';
import { drawn, faultsOf } from './support/svg.js';

const picture = (report: PublicReport) => drawn(renderToString(h(BarsPicture, { report })));

/** A report whose parts add up, as those of the score do. */
function withShares(shares: Readonly<Record<string, number>>, prior: number, anchored = true): PublicReport {
  const operators = Object.entries(shares).map(([operator, evidence]) => ({ operator, evidence }));
  const sum = operators.reduce((total, o) => total + o.evidence, prior);
  const evidence = anchored ? sum : Math.min(0, sum);
  return reportOf([provider()], { operators, evidence, prior: prior + evidence - sum, anchored });
}

const USUAL = withShares(
  { 'a.example': 18.44, 'github.com': 16.14, 'keybase.io': -8.24, [NOT_SHOWN]: -3.04 },
  6.04,
);

/** Numbers with a sign as a person reads them; those of the scale have no tenths. */
const numbersIn = (texts: readonly string[]): number[] =>
  texts.filter((text) => /^[+−]?\d+\.\d$/.test(text)).map((text) => Number(text.replace('−', '-')));
const tenths = (numbers: readonly number[]) =>
  Math.round(numbers.reduce((sum, n) => sum + n * 10, 0)) / 10 + 0;

const decibans = fc.double({ min: -40, max: 40, noNaN: true });
const reports = fc
  .tuple(
    fc.dictionary(
      fc.oneof(
        fc.domain(),
        fc.constantFrom(...HOSTILE, NOT_SHOWN, 'self-hosted', `newcomers of ${OTHER_KEY}`),
      ),
      decibans,
      { maxKeys: 40 },
    ),
    decibans,
    fc.boolean(),
  )
  .map(([shares, prior, anchored]) => withShares(shares, prior, anchored));

describe('the bars of the score', () => {
  it('begin each where the one before ended: what was known, what is for the key, what is against it', () => {
    expect(barsOf(USUAL)).toEqual({
      total: 29.3,
      score: 0.9997,
      bars: [
        { kind: 'prior', name: 'known before', db: 6, from: 0, to: 6 },
        { kind: 'operator', name: 'a.example', db: 18.4, from: 6, to: 24.4 },
        { kind: 'operator', name: 'github.com', db: 16.1, from: 24.4, to: 40.5 },
        { kind: 'group', name: 'accounts not shown', db: -3, from: 40.5, to: 37.5 },
        { kind: 'operator', name: 'keybase.io', db: -8.2, from: 37.5, to: 29.3 },
      ],
    });
  });

  it('show what a missing anchor takes away last, down to nothing', () => {
    const bars = barsOf(withShares({ 'github.com': 16.1, 'gitlab.com': 16.1 }, 0, false))?.bars;
    expect(bars?.at(-1)).toEqual({ kind: 'cut', name: 'missing anchor', db: -32.2, from: 32.2, to: 0 });
  });

  it('say of what is left of the tenths that it is rounding', () => {
    const bars = barsOf(withShares({ 'a.example': 1.04, 'b.example': 1.04, 'c.example': 1.04 }, 0));
    expect(bars?.bars.at(-1)).toEqual({ kind: 'rounding', name: 'rounding', db: 0.1, from: 3, to: 3.1 });
  });

  it('name groups in words', () => {
    const shares = { 'self-hosted': 12.1, [`newcomers of ${KEY}`]: 3, [`newcomers of ${OTHER_KEY}`]: -4 };
    expect(barsOf(withShares(shares, 0))?.bars.map(({ name, kind }) => [name, kind])).toEqual([
      ['self-hosted', 'group'],
      ['newcomers with this key', 'group'],
      ['newcomers, key kPrK_qmx…', 'group'],
    ]);
  });

  it('add up: the drawn numbers, and those of the table, to what is drawn as their sum', () => {
    fc.assert(
      fc.property(reports, (report) => {
        for (const { texts } of picture(report)) {
          const numbers = numbersIn(texts.map(({ text }) => text));
          expect(tenths(numbers.slice(0, -1))).toBe(numbers.at(-1));
          expect(Math.abs((numbers.at(-1) ?? Number.NaN) - report.evidence)).toBeLessThan(0.051);
        }
        const cells = [...renderToString(h(BarsTable, { report })).matchAll(/<td>([^<]*)<\/td>/g)];
        const inTable = numbersIn(cells.map(([, text = '']) => text)).filter((_, i) => i % 2 === 0);
        expect(tenths(inTable.slice(0, -1))).toBe(inTable.at(-1));
      }),
      { numRuns: 60 },
    );
  });

  it('are as long as their numbers, to the right for the key and to the left against it', () => {
    fc.assert(
      fc.property(reports, fc.constantFrom(...FORMS), (report, form) => {
        const bars = barsOf(report);
        if (!bars) throw new Error('a key leads');
        const layout = layoutBars(bars, form);
        const [first, second] = layout.ticks as [{ db: number; x: number }, { db: number; x: number }];
        const unit = (second.x - first.x) / (second.db - first.db);
        for (const { bar, x, width } of layout.bars) {
          expect(width).toBeCloseTo(Math.max(1.5, Math.abs(bar.db) * unit), 4);
          expect(x).toBeCloseTo(layout.zero + Math.min(bar.from, bar.to) * unit, 4);
        }
        const ends = layout.bars.map(({ y, height }) => y + height);
        expect(ends.every((end, i) => end <= (layout.bars[i + 1]?.y ?? layout.total.y))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('can be read and stay in their frame for any shares, few or many', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const pictures = picture(report);
        expect(pictures.flatMap(faultsOf)).toEqual([]);
        for (const { rects } of pictures) expect(rects.length).toBeLessThanOrEqual(MAX_SHARES + 3);
      }),
      { numRuns: 60 },
    );
  });

  it('stay whole whatever an operator is called', () => {
    const named = (names: readonly string[]) =>
      withShares(Object.fromEntries(names.map((name, i) => [`${i}${name}`, 20 - i])), 0);
    // No host has a space: a name with one is that of a group, which is set as our own words are.
    const hosts = HOSTILE.map((name) => name.replaceAll(' ', '_'));
    const [hostile, harmless] = [picture(named(hosts)), picture(named(hosts.map(() => 'x.example')))];
    const shape = (pictures: typeof hostile) => pictures.map(({ markup }) => markup);
    expect(shape(hostile)).toEqual(shape(harmless));
    expect(hostile.flatMap(faultsOf)).toEqual([]);
    expect(hostile.flatMap(({ markup }) => markup).join()).not.toMatch(/script|onload/);
  });

  it('say the same in words', () => {
    expect(picture(USUAL).map(({ title, description }) => [title, description])).toEqual(
      FORMS.map(() => [
        'Where the score of 0.9997 comes from, in decibans',
        'known before +6.0; a.example +18.4; github.com +16.1; accounts not shown −3.0; keybase.io −8.2; together ' +
          '+29.3. Decibans: 10 is ten to one, 20 a hundred to one. About +20.0 is needed for a consistent verdict.',
      ]),
    );
  });

  it('are a sentence where no key leads', () => {
    const report = reportOf([provider('one-way')], { identityKey: null, operators: [], evidence: 0 });
    const sentence = '<p>No key leads, so there is nothing to add up.</p>';
    expect([BarsPicture, BarsTable].map((part) => renderToString(h(part, { report })))).toEqual([
      sentence,
      sentence,
    ]);
  });
});
