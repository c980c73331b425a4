import { DomHandler, Parser } from 'htmlparser2';
import { HeadReader } from './head.js';
import {
  MAX_HTML_ATTRIBUTES,
  MAX_HTML_DEPTH,
  MAX_HTML_DEPTH_SUM,
  MAX_HTML_LENGTH,
  MAX_HTML_MARKUP,
  MAX_HTML_TAGS,
} from './limits.js';

/** The node type of the DOM that htmlparser2 builds. */
export type PageNode = DomHandler['root']['children'][number];
export type PageElement = Extract<PageNode, { attribs: unknown }>;

export interface Page {
  readonly head: HeadReader;
  readonly root: DomHandler['root'];
}

export type PageParse =
  | ({ readonly ok: true } & Page)
  | { readonly ok: false; readonly reason: 'malformed' | 'limit'; readonly message: string };

/**
 * Elements whose content a browser with scripting takes as raw text. htmlparser2 reads markup in some of them,
 * so an end tag in there would close an element outside, which no browser does.
 */
const RAW_TEXT: ReadonlySet<string> = new Set([
  'iframe',
  'noembed',
  'noframes',
  'noscript',
  'plaintext',
  'script',
  'style',
  'textarea',
  'title',
  'xmp',
]);
/** Inside these other rules hold, and nothing in them is read. */
const FOREIGN_CONTENT: ReadonlySet<string> = new Set(['svg', 'math']);

/**
 * Parses a page in one streaming pass that stops at the first limit, before a tree of hostile size exists: the
 * cost of each case is bounded by the counts, not by the bytes.
 *
 * @param options.complete the text is known to be whole (a string in JSON): its last word is not in doubt
 */
export function parsePage(html: string, options: { readonly complete?: boolean } = {}): PageParse {
  if (html.length > MAX_HTML_LENGTH) return limit(`more than ${MAX_HTML_LENGTH} characters`);
  if (countUpTo(html, '<', MAX_HTML_MARKUP) > MAX_HTML_MARKUP)
    return limit(`more than ${MAX_HTML_MARKUP} tags`);
  const builder = new PageBuilder();
  const parser = new Parser(builder, { decodeEntities: true });
  builder.onStop = () => parser.pause();
  // A document may be cut anywhere, and a word cut short could be a token: the unknown rest makes it none.
  parser.write(options.complete || /(?:^|[>\s])$/.test(html) ? html : `${html}\uFFFD`);
  builder.atEnd = true;
  parser.end();
  return builder.failure ?? { ok: true, head: builder.head, root: builder.root };
}

function limit(what: string): PageParse & { ok: false } {
  return { ok: false, reason: 'limit', message: `the page has ${what}` };
}

function countUpTo(text: string, character: string, most: number): number {
  let count = 0;
  for (let at = text.indexOf(character); at !== -1 && count <= most; at = text.indexOf(character, at + 1)) {
    count += 1;
  }
  return count;
}

/** Hands the parser's events on to the tree and to the head, and counts. */
class PageBuilder {
  readonly head = new HeadReader();
  failure: (PageParse & { ok: false }) | null = null;
  onStop: () => void = () => {};
  /** The text is over: what is still open is closed by nobody. */
  atEnd = false;

  readonly #tree = new DomHandler();
  #depth = 0;
  #depthSum = 0;
  #tags = 0;
  #attributes = 0;
  /** Depth of the raw-text element that is open, null where none is. */
  #raw: number | null = null;
  /** Depth of the outermost `svg` or `math` that is open. */
  #foreign: number | null = null;

  get root(): DomHandler['root'] {
    return this.#tree.root;
  }

  onparserinit(parser: Parser): void {
    this.#tree.onparserinit(parser);
    // One element around everything: the selector engine is quadratic in the children of the root (22 s for
    // 40,000 of them), not in those of an element. No end tag reaches it, and it has no name to select.
    this.#tree.onopentag('#page', {});
  }

  onopentagname(): void {
    this.#attributes = 0;
    this.#tags += 1;
    this.#depth += 1;
    this.#depthSum += this.#depth;
    if (this.#tags > MAX_HTML_TAGS) this.#stop(limit(`more than ${MAX_HTML_TAGS} elements`));
    if (this.#depthSum > MAX_HTML_DEPTH_SUM) this.#stop(limit('too many elements too deep in each other'));
    if (this.#depth > MAX_HTML_DEPTH)
      this.#stop(limit(`elements nested deeper than ${MAX_HTML_DEPTH} levels`));
  }

  onattribute(): void {
    this.#attributes += 1;
    if (this.#attributes > MAX_HTML_ATTRIBUTES) {
      this.#stop(limit(`a tag with more than ${MAX_HTML_ATTRIBUTES} attributes`));
    }
  }

  onopentag(name: string, attributes: Record<string, string>): void {
    if (this.failure) return;
    if (this.#raw === null && this.#foreign === null) {
      if (RAW_TEXT.has(name)) this.#raw = this.#depth;
      if (FOREIGN_CONTENT.has(name)) this.#foreign = this.#depth;
    }
    this.head.open(name, attributes);
    this.#tree.onopentag(name, attributes);
  }

  ontext(data: string): void {
    if (this.failure) return;
    this.head.text(data);
    this.#tree.ontext(data);
  }

  onclosetag(name: string, implied: boolean): void {
    if (this.failure) return;
    const cut = implied && (this.atEnd || this.#raw === this.#depth);
    if (this.#raw === this.#depth) {
      if (implied && !this.atEnd) this.#stop(misnested(name));
      this.#raw = null;
    }
    if (this.#foreign === this.#depth) this.#foreign = null;
    this.#depth -= 1;
    this.head.close(name, cut);
    this.#tree.onclosetag();
  }

  oncomment(data: string): void {
    if (!this.failure) this.#tree.oncomment(data);
  }

  oncommentend(): void {
    if (!this.failure) this.#tree.oncommentend();
  }

  onend(): void {
    if (this.head.overflow)
      this.#stop(limit('more cross-signing links or statements in its head than are read'));
    this.#tree.onend();
  }

  #stop(failure: PageParse & { ok: false }): void {
    this.failure ??= failure;
    this.onStop();
  }
}

function misnested(name: string): PageParse & { ok: false } {
  const message = `an end tag inside <${name}> closes an element outside of it: browsers and parsers disagree on the rest`;
  return { ok: false, reason: 'malformed', message };
}
