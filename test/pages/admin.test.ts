import { describe, expect, it } from 'vitest';
import type { Overview } from '../../src/monitor/types.js';
import { AdminPage, type AdminProps } from '../../src/pages/admin/page.js';
import { SignInPage } from '../../src/pages/admin/sign-in.js';
import { leftText, SIGN_IN_FAULTS, unusualText } from '../../src/pages/admin/words.js';
import { htmlDocument } from '../../src/pages/html.js';
import { HOSTILE } from '../picture/support/reports.js';
import { NOON } from '../support/frozen-clock.js';
import { BUSY, QUIET, SILENT } from './support/overviews.js';
import { activeParts, elementsIn, read, SITE } from './support/pages.js';

const words = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** Words of two blocks are no word together. */
const END_OF_BLOCK = /<\/(?:p|li|h\d|t[dhr]|caption|button|div|strong)>/g;

function shown(overview: Overview, more: Partial<AdminProps> = {}) {
  const html = htmlDocument(AdminPage({ site: SITE, overview, isSession: true, hasBoard: true, ...more }));
  const $ = read(html.replaceAll(END_OF_BLOCK, '$& '));
  const part = (id: string): string => words($(`section[aria-labelledby=${id}]`).text());
  return { html, $, part };
}

describe('the operator’s view of a busy deployment', () => {
  const { $, html, part } = shown(BUSY);

  it('begins with what fails more than usual, in plain words', () => {
    expect($('h2').first().text()).toBe('Out of the ordinary');
    expect(
      $('.alerts > li')
        .map((_, item) => words($(item).text()))
        .get(),
    ).toEqual([
      'GitHub 48 of 50 readings of the last 6 hours found no proof where one had been; usual is 1 in 100. Its markup may have changed. 412 decibans against its being chance.',
      'Bluesky (atproto) 19 of 60 readings of the last hour came to nothing; usual is 1 in 50. It may be down, or have had enough of us. 71 decibans against its being chance.',
    ]);
    expect(
      $('.alerts > li')
        .map((_, item) => $(item).attr('class'))
        .get(),
    ).toEqual(['tone-bad', 'tone-caution']);
  });

  it('says of when it is, and of what', () => {
    expect(words($('.admin-top').text())).toBe(
      'The operator’s view As of 21 Nov 2026 12:00 UTC, any number of processes over Redis and PostgreSQL. Look again Sign out',
    );
  });

  it('has the queue by lane and state, and the open verifications', () => {
    const rows = $('#queue')
      .parent()
      .find('tr')
      .map((_, row) =>
        words(
          $(row)
            .children()
            .map((_i, cell) => $(cell).text())
            .get()
            .join(' | '),
        ),
      );
    expect(rows.get()).toEqual([
      'lane | waiting | delayed | at work',
      'asked for | 12 | 0 | 8',
      'in the background | 1,234 | 56 | 16',
    ]);
    expect(part('queue')).toContain(
      'Open verifications: 1,246 queued and 24 at work, 1,250 of them the schedule’s. Look at the jobs one by one. It only shows them, and changes nothing',
    );
    expect($('a[href="/admin/queues"]').length).toBe(1);
  });

  it('has every service that was read, by its name, with its week', () => {
    const rows = $('#services').parent().find('table').first().find('tbody tr');
    const cells = rows.map((_, row) =>
      words(
        $(row)
          .find('th, td')
          .map((_i, cell) => $(cell).text())
          .get()
          .join(' '),
      ),
    );
    expect(cells.get()).toEqual([
      'GitHub 22 148 61 0 3 2 65 %',
      'Bluesky (atproto) 402 0 12 0 0 61 13 %',
      'Website 12,345 12 2,204 7 90 310 2.8 %',
    ]);
    expect($('svg.spark').first().attr('aria-label')).toMatch(
      /^GitHub, the share that failed: 94 % at 21 Nov 2026 11:00 UTC, at most 94 % at /,
    );
    expect(part('services')).toContain('none read');
  });

  it('has the most overdue schedules, with ways to their pages', () => {
    expect(part('schedules')).toContain(
      '1,204,311 subjects are verified by schedule. 500 or more are late. The most overdue of them',
    );
    expect(part('schedules')).toContain('mimi://a.example/u/alice 21 Nov 2026 10:00 UTC (2 hours ago) 1 day');
    expect($('#schedules').parent().find('a').first().attr('href')).toBe(
      '/i/mimi%3A%2F%2Fa.example%2Fu%2Falice',
    );
  });

  it('has the hosts that are left alone, and for how long', () => {
    expect(part('resting')).toContain('api.github.com 48 minutes 21 Nov 2026 12:48 UTC');
    expect(part('resting')).toContain('social.example 12 seconds');
    expect(part('resting')).toContain('3 hosts whose names this process has not heard');
  });

  it('tells each plot in words, and has its numbers', () => {
    const plots = $('#plots').parent().find('.plots > div');
    expect(plots.length).toBe(6);
    for (const plot of plots.get()) {
      expect($(plot).find('svg[role=img] desc').text()).toMatch(/ at \d+ Nov 2026 .*UTC/);
      expect($(plot).find('details table tbody tr').length).toBe(24);
    }
    expect(plots.first().find('tbody').text()).toContain('not counted');
  });

  it('has tables that are read out with their heads', () => {
    for (const table of $('table').get()) {
      expect($(table).find('caption').length).toBe(1);
      expect($(table).find('th:not([scope])').length).toBe(0);
      expect($(table).find('tbody tr').length).toBe($(table).find('tbody th[scope=row]').length);
    }
  });

  it('needs no script and no style of its own, names no id twice, and stays small', () => {
    expect(activeParts($)).toEqual([]);
    const ids = $('[id]')
      .map((_, one) => $(one).attr('id'))
      .get();
    expect(new Set(ids).size).toBe(ids.length);
    expect($('meta[name=robots]').attr('content')).toBe('noindex');
    expect(html).not.toMatch(/NaN|undefined|Infinity|\[object/);
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
  });
});

describe('the operator’s view of a server that was started just now', () => {
  it('says what will stand there', () => {
    const { $, part, html } = shown(QUIET, { hasBoard: false, isSession: false });
    expect([part('unusual'), part('services'), part('schedules'), part('resting')]).toEqual([
      'Out of the ordinary No service was read lately: there is nothing to compare.',
      'Services No service was read in the last week. Once somebody is verified, each service stands here with what its readings came to.',
      'Schedules Nobody is verified by schedule yet. Whoever is, and was not looked at in time, will stand here.',
      'Hosts left alone No host wants to be left alone. One that says so (429, 503, Retry-After) stands here until its time is over.',
    ]);
    expect(part('queue')).toContain('There is no board of single jobs in this mode');
    expect(
      $('svg[role=img] text').filter((_, text) => $(text).text() === 'Nothing was counted yet.').length,
    ).toBe(6);
    expect([$('form').length, $('a[href="/admin/queues"]').length]).toEqual([0, 0]);
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('says that nothing is unusual where nothing is', () => {
    const services = (BUSY.services ?? []).slice(2);
    expect(shown({ ...BUSY, services }).part('unusual')).toBe(
      'Out of the ordinary Nothing fails more than it usually does.',
    );
  });

  it('has a tick where all was looked at, and nowhere else', () => {
    const services = (BUSY.services ?? []).slice(2);
    const ticks = (overview: Overview) => shown(overview).$('#unusual').parent().find('.tone-good').length;
    expect([
      ticks({ ...BUSY, services }),
      ticks({ ...BUSY, services, queue: null }),
      ticks({ ...BUSY, services, resting: null }),
      ticks({ ...BUSY, services, jobs: null }),
      ticks(QUIET),
      ticks(BUSY),
    ]).toEqual([1, 0, 0, 0, 0, 0]);
  });
});

describe('the operator’s view while its servers are away', () => {
  it('says that they did not answer, and never 0', () => {
    const { $ } = shown(SILENT);
    const parts = $('.part')
      .map((_, one) => words($(one).text()))
      .get();
    expect(parts.map((text) => /did not answer|nobody answered/.test(text))).toEqual(parts.map(() => true));
    expect(parts.join(' ')).not.toMatch(/\d/);
    expect(parts[0]).toBe(
      'Out of the ordinary The queue did not answer. The store did not answer. Where hosts are remembered that want to be left alone, nobody answered.',
    );
  });

  it('says it first and in its place, and shows the others where one of them is', () => {
    for (const key of ['queue', 'jobs', 'schedules', 'services', 'resting', 'plots'] as const) {
      const { $ } = shown({ ...BUSY, [key]: null });
      expect([
        key,
        $('main')
          .text()
          .match(/did not answer|nobody answered/g)?.length,
      ]).toEqual([key, 2]);
    }
  });
});

/** With a subject and a host of that name. */
function named(name: string): Overview {
  const latest = (BUSY.schedules?.latest ?? []).slice(0, 1).map((one) => ({ ...one, subject: name }));
  return {
    ...BUSY,
    schedules: { count: 1, late: 1, latest },
    resting: { hosts: [{ host: name, until: NOON }], unnamed: 0 },
  };
}

describe('names that strangers chose', () => {
  it.each(HOSTILE)('stay text: %j', (name) => {
    const { $, html } = shown(named(name));
    const { $: plain } = shown(named('alice'));
    expect(elementsIn($)).toEqual(elementsIn(plain));
    expect(activeParts($)).toEqual([]);
    expect(html).not.toContain('\u202e');
  });
});

describe('the words for what is unusual', () => {
  const one = { result: 'absent', hours: 24, count: 1_200, of: 3_400, evidence: 99 } as const;

  it.each([
    [0, 'none'],
    [0.000001, 'less than 1 in 10,000'],
    [0.0005, '1 in 2,000'],
    [0.2, '1 in 5'],
    [0.42, '42 %'],
  ])('say a usual share of %d as %s', (usual, text) => {
    expect(unusualText({ ...one, usual })).toBe(
      `1,200 of 3,400 answers of the last 24 hours said that there is no such account; usual is ${text}. It may hide accounts from who is not signed in, or answer otherwise than it did.`,
    );
  });

  it('round the time that is left up, and never below nothing', () => {
    const left = (ms: number) => leftText(new Date(Date.parse(NOON) + ms).toISOString(), new Date(NOON));
    expect([left(-5), left(1), left(59_999), left(61_000), left(3_600_001)]).toEqual([
      ...['0 seconds', '1 second', '60 seconds', '2 minutes', '2 hours'],
    ]);
  });
});

describe('the page that asks for a token', () => {
  it('has one field, which no list of words is kept of', () => {
    const $ = read(SignInPage({ site: SITE }));
    expect([$('form').attr('action'), $('form').attr('method'), $('input').length]).toEqual([
      ...['/admin/session', 'post', 1],
    ]);
    expect([$('input').attr('type'), $('input').attr('name'), $('label').attr('for')]).toEqual([
      ...['password', 'token', 'token'],
    ]);
    expect($('[role=alert]').length).toBe(0);
  });

  it('says in one line why a token was not taken', () => {
    for (const fault of ['no-such-token', 'not-operator'] as const) {
      const $ = read(SignInPage({ site: SITE, fault }));
      expect($('[role=alert]').text()).toBe(SIGN_IN_FAULTS[fault]);
      expect($('input').attr('aria-describedby')).toBe($('[role=alert]').attr('id'));
    }
  });
});
