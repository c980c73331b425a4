/**
 * URI templates of the catalogue. `{name}` stands for one value inside a path segment, a host label or a query
 * value; `{+name}` (as in RFC 6570) for the rest of a URI, inserted as it stands. Everything else is literal.
 */

/** Longest value of one `{name}`: a DNS name is the longest thing named so. */
export const MAX_VALUE_CHARS = 255;
/** Characters that one UTF-16 unit takes when percent-encoded: three octets at most, three characters each. */
const ENCODED_CHARS = 9;
/** Longest value of one `{+name}`: an account URI is never longer. */
export const MAX_REST_CHARS = 2048;

const VARIABLE = /\{(\+?)([a-zA-Z][a-zA-Z0-9]{0,31})\}/g;
/** Characters of a path segment (RFC 3986 pchar) that encodeURIComponent escapes without need. */
const NEEDLESS_ESCAPES = /%(?:3A|40|2C|3B|3D|2B|24|26)/g;

/** Names of the variables in a template, in order, with repetitions. */
export function variablesOf(template: string): readonly string[] {
  return [...template.matchAll(VARIABLE)].map((match) => match[2] ?? '');
}

/** A template made ready for matching. */
export interface Matcher {
  /** The values, percent-decoded, or null where the text does not match or cannot be decoded. */
  match(text: string): Readonly<Record<string, string>> | null;
}

/** An anchored, bounded pattern: matching takes time linear in the text. */
export function compileTemplate(template: string): Matcher {
  if (/\}\{/.test(template)) throw new Error(`template ${template}: two variables without a separator`);
  const names = variablesOf(template);
  if (new Set(names).size !== names.length) throw new Error(`template ${template}: a variable stands twice`);
  const pattern = new RegExp(`^${patternOf(template)}$`, 'u');
  return {
    match(text) {
      const found = pattern.exec(text);
      if (found === null) return null;
      const values: Record<string, string> = {};
      for (const [index, name] of names.entries()) {
        const value = decode(found[index + 1] ?? '', template.includes(`{+${name}}`));
        if (value === null) return null;
        values[name] = value;
      }
      return values;
    },
  };
}

/** Puts values in, each escaped for where it stands. Throws on a variable without a value: a definition is wrong. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  const query = template.indexOf('?');
  return template.replace(VARIABLE, (_, plus: string, name: string, offset: number) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`template ${template}: no value for ${name}`);
    if (plus === '+') return value;
    const escaped = encodeURIComponent(value);
    return query >= 0 && offset > query ? escaped : escaped.replace(NEEDLESS_ESCAPES, decodeURIComponent);
  });
}

function patternOf(template: string): string {
  let pattern = '';
  let end = 0;
  for (const match of template.matchAll(VARIABLE)) {
    pattern += escapeLiteral(template.slice(end, match.index));
    end = match.index + match[0].length;
    // A value ends before the literal that follows it: no text can be divided in two ways.
    const stop = template.slice(end, end + 1).replace(/[\]\\^-]/, '\\$&');
    pattern +=
      match[1] === '+'
        ? `([^#?]{0,${MAX_REST_CHARS}})`
        : `([^/?#${stop}]{1,${ENCODED_CHARS * MAX_VALUE_CHARS}})`;
  }
  const tail = template.slice(end);
  // People write profile addresses with and without the last slash; of a site's root it is part of the address.
  const slash =
    template.startsWith('https://') && !tail.endsWith('/') && !template.includes('{+') ? '/?' : '';
  return pattern + escapeLiteral(tail) + slash;
}

function decode(text: string, verbatim: boolean): string | null {
  if (verbatim) return text;
  try {
    const value = decodeURIComponent(text);
    return value.length <= MAX_VALUE_CHARS ? value : null;
  } catch {
    // A percent sign that escapes nothing, or bytes that are no UTF-8: not one of ours.
    return null;
  }
}

function escapeLiteral(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
