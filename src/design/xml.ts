/** Well-formed XML 1.0: made by `xml`, or by a library that is trusted to. */
export class Xml {
  readonly #text: string;
  private constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }

  /**
   * A template that escapes every value but other `Xml`. Lists are joined; null and false are nothing.
   *
   * @example xml`<text x="${x}">${name}</text>`
   */
  static make(this: void, strings: TemplateStringsArray, ...values: readonly XmlValue[]): Xml {
    const text = strings.reduce((made, part, at) => `${made}${written(values[at - 1])}${part}`);
    return new Xml(text);
  }

  /** What a library has made of text that it escaped itself. */
  static made(this: void, text: string): Xml {
    return new Xml(text);
  }
}

export type XmlValue = string | number | Xml | readonly Xml[] | null | false | undefined;

export const xml = Xml.make;
export const madeXml = Xml.made;

function written(value: XmlValue): string {
  if (value instanceof Xml) return value.toString();
  if (typeof value === 'string') return escapeXml(value);
  if (typeof value === 'number') return escapeXml(String(Math.round(value * 100) / 100));
  return Array.isArray(value) ? value.join('') : '';
}

/** Characters outside of `Char` (XML 1.0 section 2.2): no escape makes them legal. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  // `]]>` may not stand in text (section 2.4).
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as it stands in an element or in a quoted attribute of XML; what XML forbids becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, '\uFFFD').replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
