import { elementsOf, select, textOf } from '../json-path.js';
import type { Answer, Ask, OwnText, Source } from '../location.js';

/** What is used of an ActivityPub actor. */
export interface Actor {
  readonly id: string;
  /** The host of `id`. */
  readonly host: string;
  readonly preferredUsername: string;
  /** Addresses of its page. */
  readonly urls: readonly string[];
  readonly published: string;
  readonly texts: readonly OwnText[];
}

/** Profile fields looked at: servers allow 4 to 16. */
const MAX_FIELDS = 32;

export function actorAsk(url: string): Ask {
  return {
    as: 'json',
    where: 'ActivityPub actor',
    url,
    accept: 'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
    redirects: 'https',
    // Servers in secure mode want the GET signed (standards 3.3): nothing was read, so nothing is absent.
    statusMeans: { 401: 'needs-credential', 403: 'needs-credential' },
  };
}

/** The actor in an answer, or null where it is none. */
export function readActor(answer: Extract<Answer, { outcome: 'read' }>): Actor | null {
  const { value, source } = answer;
  const id = textOf(select(value, 'id')[0]);
  const host = httpsHost(id);
  if (host === null) return null;
  return {
    id,
    host,
    preferredUsername: textOf(select(value, 'preferredUsername')[0]).toLowerCase(),
    urls: urlsOf(select(value, 'url')[0]),
    published: textOf(select(value, 'published')[0]),
    texts: textsOf(value, source),
  };
}

/** True for two spellings of one URL; false where either is none. */
export function sameUrl(a: string, b: string): boolean {
  const [left, right] = [a, b].map((url) => (URL.canParse(url) ? new URL(url).href : null));
  return left !== null && left !== undefined && left === right;
}

function httpsHost(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  return parsed.protocol === 'https:' && parsed.username === '' && parsed.port === ''
    ? parsed.hostname
    : null;
}

/** A string, a Link object, or an array of these (ActivityStreams vocabulary, `url`). */
function urlsOf(value: unknown): readonly string[] {
  const one = (link: unknown) => textOf(link) || textOf(select(link, 'href')[0]);
  return (Array.isArray(value) ? elementsOf(value) : [value]).map(one).filter((url) => url !== '');
}

function textsOf(value: unknown, source: Source): readonly OwnText[] {
  const texts: OwnText[] = [];
  const summary = textOf(select(value, 'summary')[0]);
  if (summary !== '') texts.push({ where: 'profile bio', text: summary, html: true, source });
  const attachment = select(value, 'attachment')[0];
  const fields = Array.isArray(attachment) ? elementsOf(attachment) : [attachment];
  for (const field of fields.slice(0, MAX_FIELDS)) {
    // By its literal type: Mastodon maps `schema` to a wrong base, so expanding JSON-LD would miss it.
    if (textOf(select(field, 'type')[0]) !== 'PropertyValue') continue;
    for (const name of ['name', 'value'] as const) {
      const text = textOf(select(field, name)[0]);
      if (text !== '') texts.push({ where: 'profile field', text, html: name === 'value', source });
    }
  }
  return texts;
}
