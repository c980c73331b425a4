import { describe, expect, it } from 'vitest';
import { clientScripts } from '../../src/pages/assets.js';
import { UnknownPage } from '../../src/pages/unknown.js';
import type { Alert, PublicReport } from '../../src/report/types.js';
import { account, KEY, NOW, OTHER_KEY, provider, reportOf, SUBJECT } from '../picture/support/reports.js';
import { activeParts, elementsIn, JWS, profile, read, SITE, textOf } from './support/pages.js';

const DAY_MS = 86_400_000;
const later = (days: number) => new Date(Date.parse(NOW) + days * DAY_MS);
const ALERT: Alert = {
  code: 'conflicting-statement',
  accounts: ['acct:alice@old.example'],
  message: '1 account shows another key.',
};
const github = account('https://github.com/alice', 'github.com', 'consistent', {
  service: 'github',
  found: [
    { where: 'profile bio', container: 'proof-token', url: 'https://github.com/alice', digest: 'd1' },
    { where: 'DNS TXT record', container: 'proof-token', url: 'dns:alice.example', digest: 'd2' },
  ],
});

describe('the page of a subject', () => {
  it('says first what it comes to, with the numbers behind it and their age', () => {
    const $ = read(profile({ report: reportOf([provider(), github]), now: later(3) }));
    expect(textOf($, 'h1')).toBe(SUBJECT);
    expect(textOf($, '.verdict')).toBe(
      [
        'consistentThese accounts belong together.Enough independent operators agree on one key, and it is tied to this identity.',
        'Score0.9997 3,300 to 1 that this key is its holder’s',
        'Independent operators2 show its key',
        'An attacker would need2 of them at once, to put a key of his in its place',
        'Checked3 days ago 21 Nov 2026 12:00 UTC',
        'Nothing that was seen speaks against it.',
      ].join(''),
    );
    expect($('main > *').eq(1).is('.verdict')).toBe(true);
  });

  it.each<[string, Partial<PublicReport>, string]>([
    ['that nobody has watched it', { firstLook: true }, 'nobody has watched this identity before'],
    ['that not everything could be read', { incomplete: true }, 'not everything could be read now'],
    ['that the key is not tied to it', { anchored: false }, 'The key is not anchored'],
    ['that there is no key', { identityKey: null }, 'No key leads.'],
    ['that a provider alone could lie', { takeoverThreshold: 1 }, 'the provider alone'],
    ['that there is nothing to take over', { takeoverThreshold: null }, 'nothing to take over'],
  ])('says %s', (_, more, words) => {
    const $ = read(profile({ report: reportOf([provider()], more) }));
    expect(textOf($, '.verdict')).toContain(words);
  });

  it('shows no green of what is too old, and says what it was', () => {
    const report = reportOf([provider()]);
    const $ = read(profile({ report, standing: 'outdated', now: later(30) }));
    expect([$('.verdict').attr('class'), textOf($, '.notes')]).toEqual([
      'verdict tone-quiet',
      'On 21 Nov 2026 it was: consistent.',
    ]);
  });

  it('does not say that all belongs together where one account contradicts', () => {
    const accounts = [provider(), github, account('https://gitlab.com/alice', 'gitlab.com', 'conflicting')];
    const $ = read(profile({ report: reportOf(accounts, { verdict: 'consistent' }) }));
    expect([textOf($, '.answer'), textOf($, '.notes')]).toEqual([
      'These accounts belong together, but not everything agrees.',
      '',
    ]);
  });

  it('tells what speaks against it before anything else', () => {
    const accounts = [
      provider(),
      account('https://alice.example/', 'alice.example', 'invalid', { reason: 'It does not hold.' }),
      account('acct:alice@old.example', 'old.example', 'conflicting'),
    ];
    const report = reportOf(accounts, { alerts: [ALERT] });
    const $ = read(profile({ report, standing: 'conflicting' }));
    expect(
      $('h2')
        .map((_, h) => $(h).text())
        .get()
        .slice(0, 3),
    ).toEqual([...['conflicting', 'What speaks against it', 'Accounts']]);
    expect(
      $('.alerts > li')
        .map((_, li) => textOf($, 'div') && $(li).find('div').text())
        .get(),
    ).toEqual([
      'conflicting statement1 account shows another key.acct:alice@old.example',
      'https://alice.example/ is invalidIt does not hold.',
    ]);
  });

  it('says of each account its state, in a sign and a word, why, where the proof is, and when it was read', () => {
    const silent = account('acct:alice@social.example', 'social.example', 'silent', {
      reason: 'It was read, and shows nothing of this identity.',
      lastGood: { state: 'consistent', at: '2026-11-20T12:00:00.000Z' },
    });
    const $ = read(profile({ report: reportOf([provider(), silent, github], { unconfirmed: 2 }) }));
    const items = $('.accounts > li');
    expect(items.map((_, li) => $(li).find('.state').text()).get()).toEqual([
      ...['consistent', 'consistent', 'silent'],
    ]);
    expect(items.find('.state svg').length).toBe(3);
    expect(items.eq(1).text()).toContain(
      'GitHub, run by github.comIt shows the key, and the statement names it.Proof in the profile bio of https://github.com/aliceProof in the DNS TXT record',
    );
    expect(items.eq(2).text()).toContain('last good 20 Nov 2026 12:00 UTC (1 day ago)');
    expect(textOf($, '.accounts ~ .muted')).toBe(
      '2 accounts were never confirmed: counted here, and not named to strangers.',
    );
  });

  it('leads to https alone, and tells nobody where its readers come from', () => {
    const accounts = [
      provider(),
      github,
      account('javascript:alert(1)', 'evil.example'),
      account('http://alice.example/', 'alice.example'),
      account('https://user:secret@evil.example/', 'evil.example'),
    ];
    const $ = read(profile({ report: reportOf(accounts) }));
    const outward = $('main a[href]').filter((_, a) => !$(a).attr('href')?.startsWith('/'));
    expect(outward.map((_, a) => $(a).attr('href')).get()).toEqual([
      ...['https://github.com/alice', 'https://github.com/alice'],
    ]);
    expect([...new Set(outward.map((_, a) => $(a).attr('rel')).get())]).toEqual([
      'noopener nofollow noreferrer',
    ]);
  });

  it('shows keys whole, the one that leads first, and what can be kept as proof', () => {
    const accounts = [provider(), account('acct:alice@old.example', 'old.example', 'conflicting'), github];
    const $ = read(profile({ report: reportOf(accounts) }));
    expect(
      $('.key pre')
        .map((_, pre) => $(pre).text())
        .get(),
    ).toEqual([KEY, OTHER_KEY]);
    expect($('#signed').text()).toBe(JWS);
    expect(
      $('table td:last-child')
        .map((_, td) => $(td).text())
        .get(),
    ).toEqual(expect.arrayContaining(['d1', 'd2']));
    for (const button of $('button[data-copy]').get())
      expect([$(button).is('[hidden]'), $(`#${$(button).attr('data-copy')}`).length]).toEqual([true, 1]);
  });

  it('asks for a verification by a form that works without scripts, where it would be taken', () => {
    const path = '/i/mimi%3A%2F%2Fa.example%2Fu%2Falice';
    const open = read(profile())('form[data-verify]');
    expect([open.attr('method'), open.attr('action'), open.attr('data-subject')]).toEqual([
      ...['post', path, SUBJECT],
    ]);
    const $ = read(profile({ asking: 'token' }));
    expect([$('form[data-verify]').length, $('#verify-command').text()]).toEqual([
      0,
      expect.stringContaining('-d \'{"subject":"mimi://a.example/u/alice"}\''),
    ]);
  });

  it('speaks of another look only where there was one', () => {
    const unknown = UnknownPage({ site: SITE, subject: SUBJECT, asking: 'token' });
    const said = [profile({ asking: 'token' }), unknown].map((page) => read(page)('.again summary').text());
    expect(said).toEqual(['Verify again', 'Verify now']);
  });

  it('gives commands that a shell reads as they are meant, whatever is in a name', () => {
    const subject = "mimi://a.example/u/o'$(id)'";
    const $ = read(profile({ report: reportOf([provider()], { subject }), asking: 'token' }));
    expect($('#verify-own').text()).toBe(`crossproof verify 'mimi://a.example/u/o'\\''$(id)'\\'''`);
  });
});

describe('what a reader needs to find his way', () => {
  const accounts = [provider(), account('acct:alice@old.example', 'old.example', 'conflicting'), github];
  const $ = read(profile({ report: reportOf(accounts, { alerts: [ALERT] }) }));

  it('has landmarks, one heading of the first level, and none that skips a level', () => {
    const levels = $('h1,h2,h3,h4')
      .map((_, h) => Number(h.name.slice(1)))
      .get();
    const steps = levels.map((level, i) => level - (levels[i - 1] ?? 0));
    expect([$('main').length, $('header').length, $('footer').length, $('nav[aria-label]').length]).toEqual([
      ...[1, 1, 1, 1],
    ]);
    expect([levels.filter((level) => level === 1).length, Math.max(...steps)]).toEqual([1, 1]);
    expect([$('html').attr('lang'), $('html').attr('dir'), $('.skip').attr('href')]).toEqual([
      ...['en', 'ltr', '#main'],
    ]);
  });

  it('has each id once, and none that is referred to and not there', () => {
    const ids = $('[id]')
      .map((_, element) => $(element).attr('id'))
      .get();
    const referred = ['aria-labelledby', 'aria-describedby', 'for'].flatMap((name) =>
      $(`[${name}]`)
        .map((_, element) => $(element).attr(name))
        .get(),
    );
    expect(ids.length).toBe(new Set(ids).size);
    expect(referred.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('has names on its fields and tables', () => {
    expect([$('label[for=q]').text(), $('table').length, $('table > caption').length]).toEqual([
      ...['Identifier', 2, 2],
    ]);
    expect($('th:not([scope])').length).toBe(0);
  });
});

describe('hostile text on a page', () => {
  const HOSTILE = [
    '</bdi><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    ']]><svg onload=alert(1)>',
    '\u202Eevil\u2066\u200B\u0000\u001B[31m',
    '🙂👩‍👩‍👧'.repeat(20),
    'x'.repeat(8_000),
    '%3Cscript%3E%2e%2e%2f%00',
    '\uD800 lone',
    'עליזה‏ مرحبا',
  ];
  const pageOf = (text: string, change = text) =>
    read(
      profile({
        report: reportOf(
          [
            provider(),
            account(`https://evil.example/${text}`, text, 'conflicting', {
              service: text,
              reason: text,
              found: [
                {
                  where: text,
                  container: 'jwt',
                  url: `https://evil.example/${text}`,
                  digest: text,
                  servedBy: text,
                },
              ],
              lastGood: { state: 'consistent', at: NOW },
            }),
          ],
          {
            alerts: [{ ...ALERT, accounts: [text], message: text }],
            operators: [{ operator: text, evidence: 1 }],
          },
        ),
        changes: [{ at: NOW, kind: 'account-confirmed', account: text, message: change }],
      }),
    );
  const plain = elementsIn(pageOf('plain'));

  it.each(HOSTILE.map((text) => [text.slice(0, 24)] as const).map(([name], i) => [name, HOSTILE[i] ?? '']))(
    'adds no element and runs nothing: %j',
    (_, text) => {
      const $ = pageOf(text);
      const elements = elementsIn($);
      // The drawings break long names into more lines, and an address that is too long is no link; nothing else differs.
      const [drawn, linked] = [
        ['text', 'svg', 'title', 'path', 'g', 'rect'],
        ['a', 'span', 'bdi'],
      ];
      const rest = (counts: Record<string, number>) =>
        Object.entries(counts)
          .filter(([name]) => !drawn.includes(name) && !linked.includes(name))
          .sort();
      expect(rest(elements)).toEqual(rest(plain));
      for (const name of linked) expect(elements[name]).toBeLessThanOrEqual(plain[name] ?? 0);
      expect(activeParts($)).toEqual([]);
      expect($.html()).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u200B\u202A-\u202E\u2066-\u2069]/);
    },
  );

  it('is isolated from the direction of what is around it', () => {
    const $ = pageOf('עליזה', 'It changed.');
    const beside: string[] = [];
    $('main *:not(svg, svg *)').each((_, element) => {
      const own = $(element).contents();
      const mixed = own.length > 1 && !$(element).is('bdi');
      if (mixed && own.toArray().some((node) => node.type === 'text' && node.data.includes('עליזה')))
        beside.push($(element).text());
    });
    expect(beside).toEqual([]);
    expect($('main bdi').text()).toContain('עליזה');
  });

  it('is decoded beside the address that it stands in, where a person wrote it otherwise', () => {
    const subject = 'mimi://xn--bcher-kva.example/u/%D7%A2%D7%9C%D7%99';
    const $ = read(profile({ report: reportOf([provider()], { subject }) }));
    expect([textOf($, 'h1'), textOf($, '.heading .muted')]).toEqual([subject, 'reads עלי at bücher.example']);
  });
});

describe('the size of a page', () => {
  const many = (n: number) =>
    Array.from({ length: n }, (_, i) =>
      account(`https://host${i}.example/~alice`, `host${i}.example`, 'consistent', {
        found: [
          {
            where: 'well-known document',
            container: 'jwt',
            url: `https://host${i}.example/.well-known/cross-signing?resource=https%3A%2F%2Fhost${i}.example%2F~alice`,
            digest: 'A'.repeat(43),
          },
        ],
      }),
    );
  const scripts = (['theme', 'copy', 'live'] as const).map((name) => clientScripts().path(name));
  const shared = ['verification'].map((name) => new RegExp(`${name}\\.`));
  const loaded = [...clientScripts().files.values()].filter(
    ({ name }) => scripts.some((path) => path.endsWith(name)) || shared.some((part) => part.test(name)),
  );
  const bytes = (html: string) =>
    [html, ...loaded.map(({ body }) => body)].reduce((sum, one) => sum + Buffer.byteLength(one), 0);

  it.each([1, 8, 12, 16, 24, 40, 64, 128, 255])(
    'stays below 100 kB with all that it loads, for a subject of %i accounts beside her provider’s',
    (n) => {
      const signed = `e.${'A'.repeat(700 * n)}.s`;
      expect(bytes(profile({ report: reportOf([provider(), ...many(n)]), signed }))).toBeLessThan(100_000);
    },
  );

  it('stays below it for the longest name that a subject may have', () => {
    const subject = `mimi://a.example/u/${'%D7%A2'.repeat(330)}`;
    const accounts = [{ ...provider(), account: subject }, ...many(16)];
    expect(bytes(profile({ report: reportOf(accounts, { subject }), asking: 'token' }))).toBeLessThan(
      100_000,
    );
  });

  it('has the names of 256 accounts, by their state, and leaves their signed report to who asks for it', () => {
    const signed = `e.${'A'.repeat(200_000)}.s`;
    const $ = read(profile({ report: reportOf([provider(), ...many(256)]), signed }));
    expect([
      textOf($, '#accounts ~ details summary'),
      textOf($, '#accounts ~ details h3'),
      $('#accounts ~ details li').length,
      $('#signed').length,
    ]).toEqual(['and 245 more accounts', 'consistent: 245 accounts', 245, 0]);
  });
});
