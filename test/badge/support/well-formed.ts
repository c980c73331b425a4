const TOKEN = /<(\/?)([A-Za-z][\w:-]*)((?:\s+[A-Za-z][\w:-]*="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
/** What is no character of XML 1.0 (section 2.2). */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const BARE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos);)/;

/**
 * What keeps a text from being well-formed XML 1.0 (section 2.1), as far as our pictures use it: elements, attributes in
 * double quotes, text and the five entities. Comments, declarations and sections are faults here: we write none.
 */
export function xmlFaults(xml: string): readonly string[] {
  const faults: string[] = [];
  const open: string[] = [];
  if (FORBIDDEN.test(xml)) faults.push('a character that XML does not have');
  if (BARE_AMPERSAND.test(xml)) faults.push('an ampersand of its own');
  if (xml.includes(']]>')) faults.push(']]> in text');
  TOKEN.lastIndex = 0;
  let roots = 0;
  while (TOKEN.lastIndex < xml.length) {
    const at = TOKEN.lastIndex;
    const [whole, closes, name = '', attributes = '', empty, text] = TOKEN.exec(xml) ?? [];
    if (whole === undefined) return [...faults, `no markup: ${xml.slice(at, at + 40)}`];
    if (text !== undefined) {
      if (open.length === 0) faults.push(`text outside of the root: ${text}`);
    } else if (closes) {
      if (open.pop() !== name) faults.push(`</${name}> closes another element`);
    } else {
      if (open.length === 0) roots += 1;
      faults.push(...twice([...attributes.matchAll(/\s([\w:-]+)="/g)].map(([, one = '']) => one)));
      if (!empty) open.push(name);
    }
  }
  if (open.length > 0) faults.push(`not closed: ${open.join(' ')}`);
  if (roots !== 1) faults.push(`${roots} roots`);
  return faults;
}

const twice = (names: readonly string[]): string[] =>
  names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} stands twice`);
