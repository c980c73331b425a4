import { printable } from '../design/printable.js';
import { escapeXml } from '../design/xml.js';
import type { Drawing } from './picture.js';
import { DEFAULT_STYLE } from './styles.js';

/** A badge as it is pasted into other people's pages. */
export interface Snippets {
  readonly html: string;
  readonly markdown: string;
  readonly bbcode: string;
}

export interface SnippetOptions {
  /** URL of the picture: made by `badgeUrl`, or by `pathText` of a file. */
  readonly picture: string;
  /** URL that it leads to. */
  readonly page?: string;
  /** What it shows, for who cannot see it. */
  readonly text: string;
}

/** Columns of an alternative text: a full subject, and what is said of it. */
const TEXT_COLUMNS = 4_096;

/** Where a server has the badge of a subject. @param origin of the server */
export function badgeUrl(origin: string, subject: string, { style, theme }: Drawing): string {
  const query = [
    ...(style === DEFAULT_STYLE ? [] : [`style=${style}`]),
    ...(theme === 'auto' ? [] : [`theme=${theme}`]),
  ].join('&');
  return `${origin}/badge/${pathText(subject)}.svg${query === '' ? '' : `?${query}`}`;
}

/** Where a server has the page of a subject. */
export function pageUrl(origin: string, subject: string): string {
  return `${origin}/i/${pathText(subject)}`;
}

/** One segment of a path, without a character that means something in HTML, Markdown or BBCode. */
export function pathText(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\uFFFD')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function snippets({ picture, page, text }: SnippetOptions): Snippets {
  const words = printable(text, TEXT_COLUMNS);
  const html = `<img src="${escapeXml(picture)}" alt="${escapeXml(words)}">`;
  const markdown = `![${escapeMarkdown(words)}](${picture})`;
  const bbcode = `[img]${picture}[/img]`;
  if (page === undefined) return { html, markdown, bbcode };
  return {
    html: `<a href="${escapeXml(page)}">${html}</a>`,
    markdown: `[${markdown}](${page})`,
    bbcode: `[url=${page}]${bbcode}[/url]`,
  };
}

/** The element of docs/embed.md, with a link for readers without scripts. @param origin of the server that signs */
export function elementSnippet(origin: string, subject: string): string {
  const link = `<a href="${escapeXml(pageUrl(origin, subject))}">${escapeXml(printable(subject, TEXT_COLUMNS))}</a>`;
  return `<script type="module" src="${escapeXml(origin)}/embed/crossproof-badge.js"></script>
<crossproof-badge subject="${escapeXml(subject)}">${link}</crossproof-badge>`;
}

/** CommonMark section 2.4: every ASCII punctuation character may be escaped. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|&~]/g, '\\$&');
}
