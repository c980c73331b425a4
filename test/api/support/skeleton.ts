import { type CheerioAPI, load } from 'cheerio';

/** What a document is built of, without anything that it says. */
export interface Skeleton {
  /** Each element outside of drawings with the names of its attributes, in order. */
  readonly elements: readonly string[];
  /** The same of drawings, each kind once: a long name takes more lines than a short one. */
  readonly drawn: readonly string[];
  /** Where links and forms lead, without what stands for a name. */
  readonly targets: readonly string[];
}

/** Of an HTML document, as browsers parse it. */
export function skeletonOfPage(html: string): Skeleton {
  const $ = load(html);
  return {
    elements: partsOf($, '*:not(svg, svg *)'),
    drawn: [...new Set(partsOf($, 'svg, svg *'))].sort(),
    targets: targetsIn($),
  };
}

/** Of a picture. */
export function skeletonOfPicture(svg: string): Skeleton {
  const $ = load(svg, { xml: true });
  return { elements: [], drawn: [...new Set(partsOf($, '*'))].sort(), targets: targetsIn($) };
}

/** Of JSON: where each value stands, and of what type it is. */
export function shapeOf(value: unknown, where = ''): readonly string[] {
  if (typeof value !== 'object' || value === null)
    return [`${where}: ${value === null ? 'null' : typeof value}`];
  return Object.entries(value).flatMap(([name, one]) => shapeOf(one, `${where}/${name}`));
}

function partsOf($: CheerioAPI, selector: string): string[] {
  return $(selector)
    .toArray()
    .flatMap((node) =>
      'attribs' in node ? [`${node.name} ${Object.keys(node.attribs).sort().join(' ')}`] : [],
    );
}

/** A name stands percent-encoded in an address, so that one piece of it is between two slashes. */
function targetsIn($: CheerioAPI): string[] {
  const targets = $('[href], [src], [action]')
    .toArray()
    .map(({ attribs }) => attribs.href ?? attribs.src ?? attribs.action ?? '')
    .map((target) => target.replace(/mimi%3A[\w.~%-]*/gi, 'NAME'));
  return [...new Set(targets)].sort();
}
