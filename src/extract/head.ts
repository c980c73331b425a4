import { MAX_HTML_CLAIMS } from './limits.js';

/** What may stand in `head` without ending it (WHATWG HTML, insertion mode "in head"). */
const METADATA: ReadonlySet<string> = new Set([
  'base',
  'basefont',
  'bgsound',
  'link',
  'meta',
  'noframes',
  'noscript',
  'script',
  'style',
  'template',
  'title',
]);
/** Metadata whose content is inert or raw: a `link` inside is none. */
const INERT: ReadonlySet<string> = new Set(['noframes', 'noscript', 'style', 'template', 'title']);

/**
 * Reads the real head of a page from the events of a streaming parser: up to `</head>`, or up to the first
 * element or character that a browser would put in the body. A `head` written into the body by somebody else, a
 * `link` after an open `div`, inside a template or a comment are not in it.
 */
export class HeadReader {
  /** `href` of each `link` with the relation, as written. */
  readonly links: string[] = [];
  /** Contents of closed scripts of type `application/jwt`, trimmed. */
  readonly scripts: string[] = [];
  /** `href` of the first `base`, as written. */
  base: string | null = null;
  /** True when there were more links or scripts than MAX_HTML_CLAIMS. */
  overflow = false;

  #over = false;
  /** Open elements inside an inert one, itself included. */
  #inert = 0;
  /** Text of the script that is open, null where none is. */
  #script: { claim: boolean; text: string } | null = null;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#over || this.#script !== null) return;
    if (this.#inert > 0) this.#inert += 1;
    else if (name === 'html' || name === 'head') return;
    else if (!METADATA.has(name)) this.#over = true;
    else if (INERT.has(name)) this.#inert = 1;
    else if (name === 'script') this.#script = { claim: isClaimScript(attributes), text: '' };
    else if (name === 'base') this.base ??= attributes.href ?? null;
    else if (name === 'link' && attributes.href && hasRelation(attributes)) {
      this.#keep(this.links, attributes.href);
    }
  }

  text(data: string): void {
    if (this.#over || this.#inert > 0) return;
    if (this.#script !== null) {
      if (this.#script.claim) this.#script.text += data;
    } else if (/[^\t\n\f\r ]/.test(data)) this.#over = true;
  }

  /** @param cut true when no end tag closed it, the end of the document or another element did */
  close(name: string, cut: boolean): void {
    if (this.#over) return;
    if (this.#inert > 0) this.#inert -= 1;
    else if (name === 'script') {
      const script = this.#script;
      this.#script = null;
      const text = script?.text.trim() ?? '';
      if (script?.claim && !cut && text !== '') this.#keep(this.scripts, text);
    } else if (name === 'head' || name === 'html') this.#over = true;
  }

  #keep(list: string[], value: string): void {
    if (list.includes(value)) return;
    if (list.length === MAX_HTML_CLAIMS) this.overflow = true;
    else list.push(value);
  }
}

/** `rel` is a set of tokens between ASCII white space, compared without case (WHATWG HTML section 4.6.7). */
export function hasRelation(attributes: Readonly<Record<string, string>>): boolean {
  return (attributes.rel ?? '')
    .toLowerCase()
    .split(/[\t\n\f\r ]+/)
    .includes('cross-signing');
}

function isClaimScript(attributes: Readonly<Record<string, string>>): boolean {
  return (attributes.type ?? '').trim().toLowerCase() === 'application/jwt' && attributes.src === undefined;
}
