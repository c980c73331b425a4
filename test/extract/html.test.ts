import { describe, expect, it } from 'vitest';
import { findCandidates } from '../../src/extract/candidates.js';
import { extractFragment, extractHtml } from '../../src/extract/html.js';
import type { HtmlFinds } from '../../src/extract/types.js';

const PAGE = 'https://a.example/users/alice';
const REGIONS = { owner: ['.profile .bio', 'main > .about'], foreign: ['.comments', '[data-pinned-by]'] };
const token = 'cross-signing:Ab-_0123456789abcdefgh';

function read(html: string, regions = REGIONS): HtmlFinds {
  const finds = extractHtml(`${html}\n`, regions, PAGE);
  if (!finds.ok) throw new Error(finds.message);
  const { ok: _ok, ...rest } = finds;
  return rest;
}

const nothing: HtmlFinds = {
  headLinks: [],
  ownerLinks: [],
  scripts: [],
  ownerText: [],
  ownerHrefs: [],
  bodyText: [],
};
const bio = (html: string) => `<div class="profile"><div class="bio">${html}</div></div>`;
const tokensOf = (blocks: readonly string[]) =>
  blocks.flatMap((block) => findCandidates(block)).map((c) => c.text);

describe('a page is read into its parts', () => {
  it('head links, scripts, the owner’s links and text, and everybody’s text', () => {
    const page = `<!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Alice ${token}</title>
        <link rel="stylesheet" href="/a.css">
        <link rel="Cross-Signing me" href="/.well-known/cross-signing">
        <script type="application/jwt">
          eyJhbGciOiJFZERTQSJ9.e30.c2ln
        </script>
        <script>var a = "${token}";</script>
      </head><body>
        <nav>Home</nav>
        <div class="profile"><h1>Alice</h1>
          <div class="bio"><p>I am <b>Alice</b>.</p><p>See <a href="/@alice">me</a>,
            <a href="https://b.example/" rel="me">there</a> or <a rel="cross-signing" href="proof.jwt">the proof</a>.</p>
            <ul class="comments"><li>${token}</li></ul></div>
        </div>
        <footer>${token}</footer>
      </body></html>`;
    expect(read(page)).toEqual({
      headLinks: ['https://a.example/.well-known/cross-signing'],
      ownerLinks: ['https://a.example/users/proof.jwt'],
      scripts: ['eyJhbGciOiJFZERTQSJ9.e30.c2ln'],
      ownerText: ['I am Alice.', 'See me, there or the proof.'],
      ownerHrefs: ['https://a.example/@alice', 'https://b.example/', 'https://a.example/users/proof.jwt'],
      bodyText: ['Home', 'Alice', token],
    });
  });

  it('without regions all text is the body’s, and no link is the owner’s', () => {
    const page = `<p>${token}</p><a rel="cross-signing" href="/proof">proof</a>`;
    expect(read(page, { owner: [], foreign: [] })).toEqual({ ...nothing, bodyText: [token, 'proof'] });
  });

  it('a page may leave out the tags that HTML lets it leave out', () => {
    const page = `<!doctype html><html><head><title>a</title><link rel=cross-signing href=/x><p>one<p class=about>two`;
    expect(read(page, { owner: ['.about'], foreign: [] })).toEqual({
      ...nothing,
      headLinks: ['https://a.example/x'],
      ownerText: ['two'],
      bodyText: ['one'],
    });
  });

  it('an empty page holds nothing', () => {
    expect(extractHtml('', REGIONS, PAGE)).toEqual({ ok: true, ...nothing });
  });
});

describe('the head is the real head', () => {
  const link = '<link rel="cross-signing" href="/x">';
  const script = '<script type="application/jwt">a.b.c</script>';
  const found = { headLinks: ['https://a.example/x'], scripts: ['a.b.c'] };

  it.each([
    ['with its tags', `<html><head>${link}${script}</head><body></body></html>`],
    ['without its tags', `<!doctype html><title>a</title>${link}${script}<p>b`],
    ['with comments and white space', `<head>\n<!-- <div> -->\n${link}\n${script}\n</head>`],
    [
      'after a style, a script and a noscript',
      `<head><style>p{}</style><script>if (a<b) {}</script><noscript><p>x</p></noscript>${link}${script}</head>`,
    ],
  ])('%s', (_what, html) => {
    expect(read(html)).toMatchObject(found);
  });

  it.each([
    ['after an element of the body', `<head><div></div>${link}${script}</head>`],
    ['after a character of the body', `<head>x${link}${script}</head>`],
    ['after the end of the head', `<head></head>${link}${script}`],
    ['in the body', `<head></head><body>${link}${script}</body>`],
    ['in a second head', `<body><p>a</p><head>${link}${script}</head></body>`],
    ['in the owner’s own text', bio(`${link}${script}`)],
    ['in a comment', `<head><!-- ${link}${script} --></head>`],
    ['in a template', `<head><template>${link}${script}</template></head>`],
    ['in a noscript', `<head><noscript>${link}${script}</noscript></head>`],
    ['in a title', `<head><title>${link}${script}</title></head>`],
    ['in a script', `<head><script>document.write('${link}')</script></head>`],
    ['in an svg', `<head><svg>${link}${script}</svg></head>`],
    ['in an attribute', `<head><meta content='${link}${script}'></head>`],
  ])('a link %s is not in it', (_where, html) => {
    expect(read(html)).toMatchObject({ headLinks: [], scripts: [] });
  });

  it.each([
    ['rel="cross-signing"', true],
    ["REL='me CROSS-SIGNING'", true],
    ['rel="\tcross-signing\n"', true],
    ['rel="cross-signing&#x20;me"', true],
    ['rel="x-cross-signing"', false],
    ['rel="cross-signing,me"', false],
    ['rel="cross-signing\u00a0me"', false],
    ['rev="cross-signing"', false],
    ['rel="me" rel="cross-signing"', false],
  ])('the relation is one of a set of words: %s', (attribute, counts) => {
    expect(read(`<head><link ${attribute} href=/x></head>`).headLinks).toEqual(counts ? found.headLinks : []);
  });

  it.each([
    ['type="application/jwt"', true],
    ['TYPE=" Application/JWT "', true],
    ['type="application/jwt+x"', false],
    ['type="application/jwt" src="/a.jwt"', false],
    ['', false],
  ])('a script holds a statement by its type: %s', (attribute, counts) => {
    expect(read(`<head><script ${attribute}>a.b.c</script></head>`).scripts).toEqual(counts ? ['a.b.c'] : []);
  });
});

describe('targets of links', () => {
  const target = (href: string, before = '') =>
    read(`<head>${before}<link rel=cross-signing href="${href}"></head>`).headLinks;

  it.each([
    ['https://b.example/x', ['https://b.example/x']],
    ['//b.example/x', ['https://b.example/x']],
    ['../x?a=1&amp;b=2', ['https://a.example/x?a=1&b=2']],
    [' \n/x\t', ['https://a.example/x']],
    ['&#104;ttps://b.example/', ['https://b.example/']],
    ['', []],
  ])('%j is resolved as browsers do', (href, links) => {
    expect(target(href)).toEqual(links);
  });

  it.each([
    ['http://a.example/x', 'http://a.example/x'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['data:application/jwt,a.b.c', 'data:application/jwt,a.b.c'],
    ['http://[x', 'http://[x'],
    ['https://user@127.0.0.1:1/', 'https://user@127.0.0.1:1/'],
  ])('%j does not vanish: it has to be refused', (href, link) => {
    expect(target(href)).toEqual([link]);
  });

  it('are relative to the first base of the real head', () => {
    expect(target('x', '<base href="/b/"><base href="/c/">')).toEqual(['https://a.example/b/x']);
    expect(target('x', '<base target=_top>')).toEqual(['https://a.example/users/x']);
    expect(target('x', '<base href="javascript:1">')).toEqual(['https://a.example/users/x']);
    expect(target('x', '<base href="http://[">')).toEqual(['https://a.example/users/x']);
  });

  it('are not relative to a base that somebody wrote into the body', () => {
    const page = bio('<base href="https://b.example/"><a rel=cross-signing href=x>a</a>');
    expect(read(page).ownerLinks).toEqual(['https://a.example/users/x']);
  });

  it('of the owner’s anchors are given only where https, and each once', () => {
    const anchors = [
      'https://b.example/',
      'HTTPS://B.example',
      'http://c.example/',
      'mailto:a@a.example',
      'https://[',
      '#',
    ];
    const page = bio(anchors.map((href) => `<a href="${href}">x</a>`).join(' '));
    expect(read(page).ownerHrefs).toEqual(['https://b.example/', 'https://a.example/users/alice#']);
  });
});

describe('text counts where a reader sees it', () => {
  it.each([
    ['a script', `<script>${token}</script>`],
    ['a self-closing script, which is none', `<script/>${token}</script>`],
    ['a style', `<style>${token}</style>`],
    ['a template', `<template>${token}</template>`],
    ['a noscript', `<noscript><p>${token}</p></noscript>`],
    ['an iframe', `<iframe>${token}</iframe>`],
    ['an object', `<object>${token}</object>`],
    ['a textarea', `<textarea>${token}</textarea>`],
    ['a select', `<select><option>${token}</select>`],
    ['a picture’s description', `<img alt="${token}">`],
    ['an svg', `<svg><text>${token}</text></svg>`],
    ['a comment', `<!-- ${token} -->`],
    ['a comment that looks closed', `<!-- --!> ${token} -->`],
    ['a CDATA section', `<![CDATA[${token}]]>`],
    ['a processing instruction', `<?x ${token}?>`],
    ['an attribute', `<p title="${token}"></p>`],
    ['a tag that never ends', `<p ${token} `],
    ['a hidden element', `<p hidden>${token}</p>`],
    ['an element hidden until found', `<p hidden="until-found">${token}</p>`],
    ['the inside of a hidden element', `<p hidden><b><i>${token}</i></b></p>`],
    ['display: none', `<p style="color:red; DISPLAY : none !important">${token}</p>`],
    ['display: none behind a comment', `<p style="display:/* a */none">${token}</p>`],
    ['visibility: hidden', `<p style="visibility:hidden">${token}</p>`],
    ['no size', `<p style="font-size:0px">${token}</p>`],
    ['no opacity', `<p style="opacity:0">${token}</p>`],
    ['a closed dialog', `<dialog>${token}</dialog>`],
    ['a region where others write', `<div class=comments>${token}</div>`],
    ['what somebody else pinned', `<p data-pinned-by=bob>${token}</p>`],
  ])('%s does not', (_what, html) => {
    const finds = read(bio(html));
    expect([tokensOf(finds.ownerText), tokensOf(finds.bodyText)]).toEqual([[], []]);
  });

  it.each([
    ['a paragraph', `<p>${token}</p>`],
    ['an open dialog', `<dialog open>${token}</dialog>`],
    ['details', `<details><summary>more</summary>${token}</details>`],
    [
      'entities',
      `cross&#45;signing&colon;${token.slice(14, 20)}&#x${token.charCodeAt(20).toString(16)};${token.slice(21)}`,
    ],
    ['a style that hides nothing', `<p style="opacity:0.5;font-size:10px;display:block">${token}</p>`],
    ['preformatted text', `<pre>a\n${token}\nb</pre>`],
    ['an unknown element', `<my-proof>${token}</my-proof>`],
    ['the word after a picture', `<img src=x>${token}<img src=y>`],
    ['a bracket that is no tag', `1 < 2 ${token} 2 > 1`],
  ])('%s does', (_what, html) => {
    expect(tokensOf(read(bio(html)).ownerText)).toEqual([token]);
  });
});

describe('words are as long as on the screen', () => {
  const [left, right] = [token.slice(0, 20), token.slice(20)];

  it.each([
    ['<wbr>', `${left}<wbr>${right}`],
    ['inline elements', `<span>${left}</span><b>${right}</b>`],
    ['a hidden element', `${left}<span hidden>x</span>${right}`],
    ['a comment', `${left}<!-- x -->${right}`],
  ])('%s inside a token leaves it whole', (_what, html) => {
    expect(tokensOf(read(bio(html)).ownerText)).toEqual([token]);
  });

  it.each([
    ['a letter in bold after it', `${token}<b>x</b>`],
    ['a letter in a link before it', `<a href=/x>x</a>${token}`],
    ['a letter after a hidden space', `${token}<span hidden> </span>x`],
  ])('%s makes it part of a longer word', (_what, html) => {
    expect(tokensOf(read(bio(html)).ownerText)).toEqual([]);
  });

  it.each([
    ['paragraphs', `<p>${left}</p><p>${right}</p>`],
    ['a line break', `${left}<br>${right}`],
    ['list items', `<ul><li>${left}<li>${right}</ul>`],
    ['table cells', `<table><tr><td>${left}<td>${right}</table>`],
    ['a rule', `${left}<hr>${right}`],
    ['a picture', `${left}<img src=x>${right}`],
    ['a span shown as a block', `${left}<span style="display:block">${right}</span>`],
    ['what others wrote', `${left}<span class=comments>x</span>${right}`],
    ['two regions', `${left}</div><div class=bio>${right}`],
    ['the region and the page', `${left}</div>${right}<div class=bio>`],
  ])('%s are never joined into one', (_what, html) => {
    const finds = read(bio(html));
    expect([...tokensOf(finds.ownerText), ...tokensOf(finds.bodyText)]).toEqual([]);
  });

  it('others cannot spoil the owner’s token by writing next to it', () => {
    expect(tokensOf(read(bio(`${token}<span class=comments>x</span>`)).ownerText)).toEqual([token]);
  });
});

describe('a document that is cut does not verify', () => {
  const cut = (html: string) => extractHtml(html, REGIONS, PAGE);

  it.each([
    ['in a link’s target', '<head><link rel="cross-signing" href="https://a.exam'],
    ['after a link’s target', '<head><link rel="cross-signing" href="https://a.example/x" '],
    ['in a script', '<head><script type="application/jwt">a.b.c'],
    ['in a script’s end tag', '<head><script type="application/jwt">a.b.c</script'],
    ['in an anchor', '<div class=profile><div class=bio><a rel=cross-signing href=/x'],
  ])('%s', (_where, html) => {
    expect(cut(html)).toEqual({ ok: true, ...nothing });
  });

  it('in its last word, which may have been longer', () => {
    const finds = cut(`<div class=profile><div class=bio>${token} and ${token}`);
    expect(finds.ok && finds.ownerText).toEqual([`${token} and ${token}\uFFFD`]);
    expect(tokensOf([`${token}\uFFFD`])).toEqual([]);
  });
});

describe('a piece of HTML that is the owner’s as a whole', () => {
  it('gives text and links, and has no head', () => {
    const piece = `<link rel="cross-signing" href="/x"><base href="/b/"><p>${token}</p><a rel="me cross-signing" href="y">z</a>`;
    expect(extractFragment(piece, PAGE)).toEqual({
      ok: true,
      ...nothing,
      ownerLinks: ['https://a.example/users/y'],
      ownerHrefs: ['https://a.example/users/y'],
      ownerText: [token, 'z'],
    });
  });

  it('is whole up to its last word', () => {
    expect(extractFragment(token, PAGE)).toEqual({ ok: true, ...nothing, ownerText: [token] });
  });

  it('has the limits of a page', () => {
    expect(extractFragment('<i>'.repeat(300), PAGE)).toMatchObject({ ok: false, reason: 'limit' });
  });
});

describe('where browsers and parsers would disagree about the rest of the page', () => {
  it.each(['noscript', 'iframe', 'noembed', 'noframes', 'plaintext'])(
    'a stray end tag inside <%s> makes the page malformed',
    (name) => {
      const page = `${bio(`<${name}></div></div>`)}</${name}>${token}`;
      expect(extractHtml(page, REGIONS, PAGE)).toEqual({
        ok: false,
        reason: 'malformed',
        message: `an end tag inside <${name}> closes an element outside of it: browsers and parsers disagree on the rest`,
      });
    },
  );

  it('well-formed content inside is harmless', () => {
    const page = bio(
      '<noscript><p>a<img></noscript><iframe><div></div></iframe><svg><style/><title>x</title></svg>b',
    );
    expect(read(page).ownerText).toEqual(['\uFFFC\uFFFCb']);
  });
});
