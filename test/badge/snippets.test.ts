import { load } from 'cheerio';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { badgeUrl, elementSnippet, pageUrl, pathText, snippets } from '../../src/badge/index.js';
import { SUBJECT } from '../support/scenario.js';

const SERVER = 'https://id.example';
const PLAIN = { style: 'flat', theme: 'auto' } as const;

describe('what is pasted to show a badge', () => {
  it('is HTML, Markdown and BBCode', () => {
    const picture = badgeUrl(SERVER, SUBJECT, { style: 'card', theme: 'dark' });
    expect(snippets({ picture, page: pageUrl(SERVER, SUBJECT), text: SUBJECT })).toEqual({
      html: '<a href="https://id.example/i/mimi%3A%2F%2Fa.example%2Fu%2Falice"><img src="https://id.example/badge/mimi%3A%2F%2Fa.example%2Fu%2Falice.svg?style=card&amp;theme=dark" alt="mimi://a.example/u/alice"></a>',
      markdown:
        '[![mimi://a.example/u/alice](https://id.example/badge/mimi%3A%2F%2Fa.example%2Fu%2Falice.svg?style=card&theme=dark)](https://id.example/i/mimi%3A%2F%2Fa.example%2Fu%2Falice)',
      bbcode:
        '[url=https://id.example/i/mimi%3A%2F%2Fa.example%2Fu%2Falice][img]https://id.example/badge/mimi%3A%2F%2Fa.example%2Fu%2Falice.svg?style=card&theme=dark[/img][/url]',
    });
  });

  it('has no query where nothing was chosen, and no link where there is no page', () => {
    expect(badgeUrl(SERVER, SUBJECT, PLAIN)).toBe(
      'https://id.example/badge/mimi%3A%2F%2Fa.example%2Fu%2Falice.svg',
    );
    expect(snippets({ picture: 'a.svg', text: 'a [b](c) <d> "e"' })).toEqual({
      html: '<img src="a.svg" alt="a [b](c) &lt;d&gt; &quot;e&quot;">',
      markdown: '![a \\[b\\]\\(c\\) \\<d\\> "e"](a.svg)',
      bbcode: '[img]a.svg[/img]',
    });
  });

  it('is one link and one picture, whatever the name is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const page = pageUrl(SERVER, name);
        const { html, markdown, bbcode } = snippets({
          picture: badgeUrl(SERVER, name, PLAIN),
          page,
          text: name,
        });
        const $ = load(html, null, false);
        expect(
          $('*')
            .toArray()
            .map((one) => ('name' in one ? one.name : '')),
        ).toEqual(['a', 'img']);
        expect([$('a').attr('href'), $('img').attr('src')]).toEqual([page, badgeUrl(SERVER, name, PLAIN)]);
        expect(
          markdown
            .replace(/\\./g, '')
            .match(/[[\]()]/g)
            ?.join(''),
        ).toBe('[[]()]()');
        expect(bbcode.match(/[[\]]/g)?.length).toBe(8);
      }),
    );
  });

  it('goes back to the name it was made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(decodeURIComponent(pathText(name))).toBe(name);
        expect(pathText(name)).toMatch(/^[A-Za-z0-9._~%-]*$/);
      }),
    );
  });
});

describe('the element that is pasted', () => {
  it('names its subject, and leads to the page where no script runs', () => {
    expect(elementSnippet(SERVER, SUBJECT)).toBe(
      '<script type="module" src="https://id.example/embed/crossproof-badge.js"></script>\n' +
        '<crossproof-badge subject="mimi://a.example/u/alice"><a href="https://id.example/i/mimi%3A%2F%2Fa.example%2Fu%2Falice">mimi://a.example/u/alice</a></crossproof-badge>',
    );
  });

  it('is one script and one element with one link, whatever the name is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-composite' }), (name) => {
        const document = load(elementSnippet(SERVER, name));
        const elements = document('head *, body *').toArray();
        expect(elements.map(({ name: tag }) => tag)).toEqual(['script', 'crossproof-badge', 'a']);
        expect(document('a').attr('href')).toBe(pageUrl(SERVER, name));
      }),
    );
  });
});
