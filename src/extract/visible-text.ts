import { hasRelation } from './head.js';
import type { PageElement, PageNode } from './page.js';

/** Displayed inline by default: what stands in them continues the line, so it continues the word too. */
const BLOCK: ReadonlySet<string> = new Set(
  (
    'address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset ' +
    'figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu ' +
    'nav ol optgroup option p pre rt search section summary table tbody td tfoot th thead tr ul xmp'
  ).split(' '),
);
/** Shown as something that is no text: a picture between two letters separates them. */
const REPLACED: ReadonlySet<string> = new Set(
  'audio canvas embed iframe img input math meter object picture progress select svg textarea video'.split(
    ' ',
  ),
);
/**
 * Shown as nothing at all: the text before and after stands together. `head` is not among them: where its end tag
 * is left out, as it may be, the parser puts the whole page inside.
 */
const NOT_SHOWN: ReadonlySet<string> = new Set(
  'area base datalist link meta noembed noframes noscript param plaintext rp script style template title'.split(
    ' ',
  ),
);
/** OBJECT REPLACEMENT CHARACTER, a symbol, and so the end of a word. */
const OBJECT = '\uFFFC';

export interface OwnedPage {
  readonly ownerText: string[];
  readonly bodyText: string[];
  /** `href` of the owner's `a` elements with the relation, as written. */
  readonly ownerLinks: string[];
  /** `href` of all of the owner's `a` elements, as written. */
  readonly ownerHrefs: string[];
}

/** Collects the blocks of one kind of text. */
class Blocks {
  readonly done: string[] = [];
  #parts: string[] = [];

  add(text: string): void {
    this.#parts.push(text);
  }

  end(): void {
    const text = this.#parts
      .join('')
      .replace(/[\t\n\f\r ]{2,}|[\t\n\f\r]/g, ' ')
      .trim();
    if (text !== '') this.done.push(text);
    this.#parts = [];
  }
}

/**
 * Walks a page as its reader sees it. Words are as contiguous as on the screen: inline elements, `wbr` and hidden
 * elements do not end one, so a token cannot be cut out of a longer word by markup; blocks, line breaks and pictures
 * do end one, so two texts cannot be joined into a token. What only a style sheet hides is not known.
 *
 * @param owner roots of the regions that the account holder writes
 * @param foreign roots inside these where others write: they count for nobody
 */
export function readVisible(
  root: PageNode,
  owner: ReadonlySet<PageNode>,
  foreign: ReadonlySet<PageNode>,
): OwnedPage {
  const walk = new Walk(owner, foreign);
  walk.visit(root, walk.body);
  walk.body.end();
  const { ownerLinks, ownerHrefs } = walk;
  return { ownerText: walk.owned.done, bodyText: walk.body.done, ownerLinks, ownerHrefs };
}

class Walk {
  readonly owned = new Blocks();
  readonly body = new Blocks();
  readonly ownerLinks: string[] = [];
  readonly ownerHrefs: string[] = [];

  constructor(
    private readonly owner: ReadonlySet<PageNode>,
    private readonly foreign: ReadonlySet<PageNode>,
  ) {}

  /** Recursion is bounded by MAX_HTML_DEPTH. */
  visit(node: PageNode, into: Blocks): void {
    if (node.type === 'text') into.add(node.data);
    else if ('attribs' in node) this.#element(node, into);
    else if ('children' in node) this.#children(node, into);
  }

  #element(node: PageElement, into: Blocks): void {
    const { name, attribs } = node;
    if (this.foreign.has(node)) into.end();
    else if (NOT_SHOWN.has(name) || isHidden(name, attribs)) return;
    else if (REPLACED.has(name)) into.add(OBJECT);
    else {
      const target = this.owner.has(node) ? this.owned : into;
      if (target === this.owned && name === 'a') this.#anchor(attribs);
      const block = target !== into || BLOCK.has(name) || isStyledAsBlock(attribs.style);
      if (block) into.end();
      this.#children(node, target);
      if (block) target.end();
    }
  }

  #children(node: { readonly children: readonly PageNode[] }, into: Blocks): void {
    for (const child of node.children) this.visit(child, into);
  }

  #anchor(attributes: Readonly<Record<string, string>>): void {
    if (!attributes.href) return;
    this.ownerHrefs.push(attributes.href);
    if (hasRelation(attributes)) this.ownerLinks.push(attributes.href);
  }
}

function isHidden(name: string, attributes: Readonly<Record<string, string>>): boolean {
  if (attributes.hidden !== undefined) return true;
  if (name === 'dialog' && attributes.open === undefined) return true;
  // Most elements have none, and a page has thousands of them.
  if (!attributes.style) return false;
  const style = declarations(attributes.style);
  return (
    style.get('display') === 'none' ||
    style.get('content-visibility') === 'hidden' ||
    /^(?:hidden|collapse)$/.test(style.get('visibility') ?? '') ||
    /^0(?:\.0*)?(?:[a-z]+|%)?$/.test(style.get('opacity') ?? '') ||
    /^0(?:\.0*)?(?:[a-z]+|%)?$/.test(style.get('font-size') ?? '')
  );
}

function isStyledAsBlock(style: string | undefined): boolean {
  if (!style) return false;
  const display = declarations(style).get('display');
  return display !== undefined && !/^(?:inline|contents|ruby)$/.test(display);
}

/** Declarations of a style attribute; a later one wins, as in CSS. Escapes in names are not resolved. */
function declarations(style: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const plain = withoutComments(style.toLowerCase());
  for (const declaration of plain.split(';')) {
    const colon = declaration.indexOf(':');
    if (colon === -1) continue;
    const value = declaration.slice(colon + 1).replace('!important', '');
    found.set(declaration.slice(0, colon).trim(), value.trim());
  }
  return found;
}

/** By hand: a pattern for comments is quadratic where none of many is closed. */
function withoutComments(style: string): string {
  const parts: string[] = [];
  for (let at = 0; at < style.length; ) {
    const start = style.indexOf('/*', at);
    parts.push(style.slice(at, start === -1 ? style.length : start));
    const end = start === -1 ? -1 : style.indexOf('*/', start + 2);
    at = end === -1 ? style.length : end + 2;
  }
  return parts.join('');
}
