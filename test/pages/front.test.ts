import { describe, expect, it } from 'vitest';
import { ACCOUNT_STATES } from '../../src/graph/types.js';
import { FrontPage } from '../../src/pages/front/page.js';
import { readPasted } from '../../src/pages/front/pasted.js';
import { PublishPage } from '../../src/pages/publish/page.js';
import { services } from '../../src/services/index.js';
import { activeParts, elementsIn, read, SITE, textOf } from './support/pages.js';

const ALICE = { ok: true, subject: 'mimi://a.example/u/alice' };

describe('what is pasted into the search field', () => {
  it.each([
    'mimi://a.example/u/alice',
    '  alice@a.example\n',
    '<sip:alice@a.example>',
    '"@alice:a.example",',
    'xmpp:alice@a.example',
    'https://id.example/i/mimi%3A%2F%2Fa.example%2Fu%2Falice',
    'https://id.example/i/mimi://a.example/u/%61lice?x#y',
    'http://127.0.0.1:8080/badge/mimi%3A%2F%2Fa.example%2Fu%2Falice.svg?theme=dark',
  ])('names somebody in any spelling: %j', (text) => {
    expect(readPasted(text)).toEqual(ALICE);
  });

  it.each([
    ['mimi://a.example/u/a(b)', 'a(b)'],
    ['(see mimi://a.example/u/a(b)), it says', null],
    ['(mimi://a.example/u/a(b))', 'a(b)'],
    ['(mimi://a.example/u/alice)', 'alice'],
  ])('keeps the parenthesis that is its own: %j', (text, user) => {
    const found = readPasted(text);
    expect(found.ok ? found.subject : null).toBe(user && `mimi://a.example/u/${user}`);
  });

  it.each([
    ['https://github.com/alice', 'https user'],
    ['mimi://a.example/r/club', 'mimi room'],
    ['a.example', 'dns provider'],
    ['alice', null],
    ['', null],
    ['https://id.example/i/%zz', null],
    ['\u202Ealice@a.example', null],
    ['x'.repeat(100_000), null],
  ])('is told what it was taken for otherwise: %j', (text, understood) => {
    const message = expect.not.stringMatching(/(^|\s)--\w/);
    expect(readPasted(text)).toEqual({ ok: false, understood, message });
  });
});

describe('the first page', () => {
  it('asks for an identifier, shows how it works, and leads to publishing', () => {
    const $ = read(FrontPage({ site: SITE }));
    const form = $('form[action="/"]');
    expect([
      form.length,
      form.attr('method'),
      form.find('input[name=q]').length,
      $('label[for=q]').length,
    ]).toEqual([...[1, 'get', 1, 1]]);
    expect([$('h1').length, $('.picture svg[role=img]').length, $('main a[href="/publish"]').length]).toEqual(
      [...[1, 2, 1]],
    );
  });

  it('keeps what was asked for, and says what it was taken for', () => {
    const query = 'https://github.com/alice';
    const found = readPasted(query);
    if (found.ok) throw new Error('it names somebody');
    const $ = read(FrontPage({ site: SITE, asked: { query, found } }));
    expect([$('#q').attr('value'), $('#q').attr('aria-describedby')]).toEqual([query, 'q-message']);
    expect(textOf($, '#q-message')).toMatch(/has no MIMI URI.*It was taken for: https user/);
  });

  it.each(['"><script>alert(1)</script>', "' onfocus='alert(1)", '</bdi><img src=x>', '\u202E\u0000🙂'])(
    'shows text that names nobody as text: %j',
    (query) => {
      const page = (text: string) => {
        const found = readPasted(text);
        if (found.ok) throw new Error('it names somebody');
        return read(FrontPage({ site: SITE, asked: { query: text, found } }));
      };
      expect([elementsIn(page(query)), activeParts(page(query))]).toEqual([elementsIn(page('alice')), []]);
    },
  );
});

describe('the page that helps to publish', () => {
  const $ = read(PublishPage({ site: SITE, services }));

  it('says for every service what to put where, without scripts', () => {
    for (const { name, publish } of services) {
      const own = $('details').filter((_, one) => $(one).find('summary').text() === name);
      const steps = own
        .find('ol > li')
        .map((_, step) => $(step).find('code').text())
        .get();
      expect([name, steps]).toEqual([name, publish.map(({ value }) => value)]);
    }
    expect([$('#commands-text').text(), activeParts($)]).toEqual([
      expect.stringMatching(/keygen.*sign.*publish/s),
      [],
    ]);
  });

  it('has everything that the wizard works with, hidden until it runs', () => {
    const wizard = $('[data-publish]');
    const hooks = [
      ...['form[data-publish-names] input[name=subject]', 'form[data-publish-names] textarea[name=accounts]'],
      ...['[data-publish-message][role=status]', '[data-publish-key][hidden] button[data-key-make]'],
      ...['input[type=file][data-statement-file]', 'form[data-publish-names] textarea[name=former]'],
      ...['input[type=file][data-key-file]', 'button[data-key-save][hidden]'],
      ...['[data-key-line][hidden] [data-key-thumbprint]', '[data-publish-sign] [data-sign-terms]'],
      ...['[data-later][hidden]', '[data-former][hidden] ul[data-former-accounts]'],
      ...['[data-check-command] pre code', '[data-after][hidden] a[data-page]'],
      ...['[data-publish-sign][hidden] button[data-sign]', 'ul[data-sign-accounts]'],
      ...['button[data-statement-save][hidden]', '[data-publish-places][hidden] button[data-check]'],
      ...['ul[data-places]', 'template[data-place]', 'template[data-step]'],
      ...ACCOUNT_STATES.map((state) => `template[data-look="${state}"]`),
    ];
    expect(wizard.is('[hidden]')).toBe(true);
    expect(hooks.filter((hook) => wizard.find(hook).length !== 1)).toEqual([]);
    const inside = (template: string) => wizard.find(template).html() ?? '';
    for (const hook of ['account', 'service', 'state', 'reason', 'name', 'steps'])
      expect(inside('template[data-place]')).toContain(`data-place-${hook}`);
    for (const hook of [
      'data-step-where',
      'data-step-what',
      'data-step-value',
      'data-step-name',
      'data-copy',
    ])
      expect(inside('template[data-step]')).toContain(hook);
  });

  it('says where the way is without scripts, to who runs none', () => {
    const note = $('[data-publish-without]');
    expect([note.find('a').attr('href'), note.is('[hidden]'), $('#commands').length]).toEqual([
      '#commands',
      false,
      1,
    ]);
    for (const words of ['--prev statement.jwt', '--revoke', '--next-key'])
      expect($('pre').text()).toContain(words);
  });

  it('has a label on every field', () => {
    const ids = $('input, textarea')
      .map((_, field) => $(field).attr('id'))
      .get();
    expect(ids.filter((id) => $(`label[for="${id}"]`).length !== 1)).toEqual([]);
  });
});
