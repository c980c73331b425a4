/** What may stand before the root of an XML document (section 2.8), but for the DOCTYPE: how it begins and how it ends. */
const MISC: readonly (readonly [begin: string, end: string])[] = [
  ['<?', '?>'],
  ['<!--', '-->'],
];
const DOCTYPE = '<!DOCTYPE';
/** The root of a picture, whatever prefix its namespace has. */
const SVG_ROOT = /<(?:[^\s<>/:!?]+:)?svg[\s/>]/y;

/**
 * Whether a document is one picture, and no page with pictures in it. What XML and HTML would read otherwise counts as a
 * picture: of that nothing may differ from what was signed.
 */
export function isPicture(document: string): boolean {
  let at: number | null = 0;
  while (at !== null) {
    while (/^\s/.test(document.charAt(at))) at += 1;
    if (hasSubset(document, at)) return true;
    const next = afterMisc(document, at);
    if (next === at) {
      SVG_ROOT.lastIndex = at;
      return SVG_ROOT.test(document);
    }
    at = next;
  }
  return false;
}

/** The place after one comment, instruction or DOCTYPE; the same where there is none, null where it has no end. */
function afterMisc(document: string, at: number): number | null {
  if (document.startsWith(DOCTYPE, at)) return doctypeStop(document, at)?.after ?? null;
  const part = MISC.find(([begin]) => document.startsWith(begin, at));
  if (part === undefined) return at;
  const [begin, end] = part;
  // `<!-->` opens a comment in XML and ends one in HTML.
  const close = document.indexOf(end, at + begin.length);
  return close === -1 ? null : close + end.length;
}

/** An internal subset gives elements attributes that do not stand on them. HTML has none. */
function hasSubset(document: string, at: number): boolean {
  return document.startsWith(DOCTYPE, at) && doctypeStop(document, at)?.sign === '[';
}

/** Where a DOCTYPE ends or its subset begins; quoted addresses may hold either sign. */
function doctypeStop(document: string, start: number): { sign: string; after: number } | null {
  const signs = /["'[>]/g;
  signs.lastIndex = start;
  for (let found = signs.exec(document); found !== null; found = signs.exec(document)) {
    const [sign] = found;
    if (sign === '[' || sign === '>') return { sign, after: found.index + 1 };
    const close = document.indexOf(sign, found.index + 1);
    if (close === -1) return null;
    signs.lastIndex = close + 1;
  }
  return null;
}
