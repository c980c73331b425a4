import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { BADGE_STYLES, type BadgeStyle, badgeFacts, renderBadge } from '../../src/badge/index.js';
import { STANDINGS, STATE_LOOKS } from '../../src/design/appearance.js';
import { type Theme, TONES } from '../../src/design/palette.js';
import type { Report } from '../../src/report/types.js';
import { frozenClock, NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { account, report } from './support/reports.js';
import { xmlFaults } from './support/well-formed.js';

const DAY_MS = 86_400_000;
const drawn = (one: Report | null, style: BadgeStyle, theme: Theme = 'auto', days = 0): string => {
  const clock = frozenClock(NOON);
  clock.advance(days * DAY_MS);
  return renderBadge(badgeFacts(SUBJECT, one, { now: clock.now(), maxAgeSeconds: 7 * 86_400 }), {
    style,
    theme,
  });
};
const texts = (svg: string): string[] => {
  const $ = load(svg, { xml: true });
  return $('text')
    .toArray()
    .map((one) => $(one).text());
};

describe.each(BADGE_STYLES)('a badge in the style %s', (style) => {
  it('is one image with a name, a description and what it says for programs', () => {
    const svg = drawn(report(), style);
    const $ = load(svg, { xml: true });
    const root = $('svg');
    expect([xmlFaults(svg), root.length, root.attr('role')]).toEqual([[], 1, 'img']);
    expect($(`#${root.attr('aria-labelledby')}`).text()).toBe(
      `\u2068${SUBJECT}\u2069: consistent, checked 21 Nov 2026 12:00 UTC`,
    );
    expect($(`#${root.attr('aria-describedby')}`).text()).toContain('4 independent operators');
    expect(root.data()).toEqual({
      subject: SUBJECT,
      standing: 'consistent',
      verdict: 'consistent',
      generatedAt: NOON,
    });
  });

  it('names every element once, so that several can stand in one page', () => {
    const $ = load(drawn(report(), style), { xml: true });
    const ids = $('[id]')
      .toArray()
      .map((one) => one.attribs.id ?? '');
    expect(new Set(ids).size).toBe(ids.length);
    const other = renderBadge(
      badgeFacts('mimi://a.example/u/bob', report(), { now: new Date(NOON), maxAgeSeconds: 1 }),
      { style, theme: 'auto' },
    );
    const shared = ids.filter((id) => id !== 'blur' && other.includes(`id="${id}"`));
    expect(shared).toEqual([]);
  });

  it('shows symbol or word, never green where it is not', () => {
    const greens = Object.values(TONES.good).flatMap(({ light, dark }) => [light, dark]);
    const white = '#ffffff';
    const old = drawn(report(), style, 'light', 8);
    const colours = [...old.matchAll(/(?:fill|stroke)="(#[0-9a-f]{6})"/g)].map(([, colour]) => colour);
    expect(colours.filter((colour) => colour !== white && greens.includes(colour ?? ''))).toEqual([]);
    // In our own styles the colour is a class.
    expect(/class="[^"]*good-/.test(old)).toBe(false);
    expect(texts(old).join(' ').toLowerCase()).toContain('outdated');
    expect(texts(old).join(' ').toLowerCase()).toContain('21 nov 2026');
  });

  it('says that nobody was asked', () => {
    const svg = drawn(null, style);
    expect([xmlFaults(svg), texts(svg).join(' ').toLowerCase().includes('not verified')]).toEqual([[], true]);
    expect(load(svg, { xml: true })('svg').data()).toEqual({ subject: SUBJECT, standing: 'unknown' });
  });

  it('says that not everything could be read', () => {
    expect(
      texts(drawn(report({ incomplete: true }), style))
        .join(' ')
        .toLowerCase(),
    ).toContain('incomplete');
  });

  it('is the same picture for the same report', () => {
    expect(drawn(report(), style)).toBe(drawn(report(), style));
  });
});

describe('the themes', () => {
  it.each(['compact', 'card'] as const)('of %s: light, dark, or as the system has it', (style) => {
    const [auto, light, dark] = (['auto', 'light', 'dark'] as const).map((theme) =>
      drawn(report(), style, theme),
    );
    const { light: day, dark: night } = TONES.good.solid;
    expect([light?.includes(day), light?.includes(night), light?.includes('@media')]).toEqual([
      true,
      false,
      false,
    ]);
    expect([dark?.includes(day), dark?.includes(night), dark?.includes('@media')]).toEqual([
      false,
      true,
      false,
    ]);
    expect(auto).toContain('@media (prefers-color-scheme:dark){');
    expect([auto?.includes(day), auto?.includes(night)]).toEqual([true, true]);
  });
});

describe('a card', () => {
  const many = report({
    accounts: Array.from({ length: 256 }, (_, at) =>
      account(at === 0 ? SUBJECT : `https://forge.example/${at}`, at === 9 ? { state: 'conflicting' } : {}),
    ),
  });

  it('lists a few of many accounts, what is wrong first, and counts the rest', () => {
    const shown = texts(drawn(many, 'card'));
    const named = shown.filter((text) => text.startsWith('https://'));
    expect([named.length, named[0]]).toEqual([7, 'https://forge.example/9']);
    expect(shown.at(-1)).toBe('and 248 more');
  });

  it('tells each state by symbol and word', () => {
    const $ = load(drawn(many, 'card'), { xml: true });
    const words = $('text.state')
      .toArray()
      .map((one) => $(one).text());
    expect(words.slice(0, 3)).toEqual(['consistent', 'conflicting', 'consistent']);
    const paths = $('path')
      .toArray()
      .map((one) => one.attribs.d);
    expect(paths).toContain(STATE_LOOKS.conflicting.path);
    expect(paths[0]).toBe(STANDINGS.consistent.path);
  });

  it('shows no green beside an alarm that is old', () => {
    const alarm = report({
      verdict: 'conflicting',
      accounts: [account(SUBJECT), account('https://forge.example/alice', { state: 'conflicting' })],
    });
    const tones = (days: number) =>
      [...drawn(alarm, 'card', 'light', days).matchAll(/class="state (\w+)-text"/g)].map(([, tone]) => tone);
    expect([tones(0), tones(8)]).toEqual([
      ['good', 'bad'],
      ['quiet', 'bad'],
    ]);
  });

  it('names nobody whom strangers are not told of, and counts them', () => {
    const hidden = report({
      accounts: [
        account(SUBJECT),
        account('https://private.example/alice', { private: true }),
        account('https://silent.example/alice', { state: 'silent' }),
        account('https://away.example/alice', { state: 'unreachable' }),
      ],
    });
    for (const style of BADGE_STYLES)
      expect(drawn(hidden, style)).not.toMatch(/private\.example|silent\.example|away\.example/);
    expect(texts(drawn(hidden, 'card')).at(-1)).toBe('2 never confirmed');
  });

  it('has the whole subject where it fits in two lines', () => {
    const long = `mimi://a.example/u/${'alice-'.repeat(8)}`;
    const svg = renderBadge(badgeFacts(long, null, { now: new Date(NOON), maxAgeSeconds: 1 }), {
      style: 'card',
      theme: 'auto',
    });
    expect(texts(svg).slice(0, 2).join('')).toBe(long);
  });
});
