/** Limits on documents of strangers. A byte limit alone does not save the event loop: a small page can cost seconds. */

/** Nested containers in JSON. Statements need 4, the deepest records of the catalogue about 12. */
export const MAX_JSON_DEPTH = 64;

/** Members and elements of a whole JSON document: bounds the memory that 1 MiB of `[0,0,…]` makes. */
export const MAX_JSON_MEMBERS = 100_000;

/** Claims taken from one text. A person shows a handful; more is a flood, and each costs a verification. */
export const MAX_CANDIDATES = 64;

/** Punctuation and invisible characters taken off each end of a word: prose has a few, each costs a look-up. */
export const MAX_WORD_EDGE = 64;

/** base64url characters of a JOSE header that are looked at to tell a JWS from other dotted words. */
export const MAX_HEADER_PEEK = 8_192;

/** Bytes in which HTML may declare its encoding (WHATWG HTML, prescan). */
export const META_PRESCAN_BYTES = 1_024;

/** Characters of one page. The fetcher stops at fewer bytes; this holds for callers with files of their own. */
export const MAX_HTML_LENGTH = 2 * 1_024 * 1_024;

/** Open elements at once. Browsers stop at 512; real profile pages stay below 100, and each end tag searches them all. */
export const MAX_HTML_DEPTH = 256;

/** Elements of one page. Large timelines have 20,000. */
export const MAX_HTML_TAGS = 30_000;

/** Depths of all elements of one page, added up: a selector climbs from each element, so this is its cost. */
export const MAX_HTML_DEPTH_SUM = 1_000_000;

/** `<` characters of one page: end tags that close nothing make no element, yet each costs a search of the depth. */
export const MAX_HTML_MARKUP = 100_000;

/** Attributes of one tag. Generated pages reach 50. */
export const MAX_HTML_ATTRIBUTES = 256;

/** `link` or `a` with the relation, or scripts of the type, on one page: each link costs a request. */
export const MAX_HTML_CLAIMS = 16;

/** Characters of a URL in a page: servers refuse longer ones (RFC 9110 section 4.1 asks for 8,000 octets at least). */
export const MAX_HREF_LENGTH = 8_000;
