import { html, json, notFound, type SiteAnswer, type SiteHandler, text } from '../answers.js';
import { escapeHtml, page } from './markup.js';

/** One account of an instance. */
export interface FediverseUser {
  readonly name: string;
  /** The biography, plain text. */
  readonly summary: string;
  /** Profile fields, plain text; a value that is an https URL becomes a link, as Mastodon does. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** ISO time. */
  readonly published: string;
}

const ACTIVITY = 'application/activity+json; charset=utf-8';

function fieldHtml(value: string): string {
  const shown = escapeHtml(value);
  if (!value.startsWith('https://')) return shown;
  const rest = escapeHtml(value.slice('https://'.length));
  return `<a href="${shown}" target="_blank" rel="nofollow noopener me" translate="no"><span class="invisible">https://</span><span class="">${rest}</span></a>`;
}

function actor(host: string, user: string, person: FediverseUser): SiteAnswer {
  const id = `https://${host}/users/${user}`;
  return json(
    {
      '@context': ['https://www.w3.org/ns/activitystreams', 'https://w3id.org/security/v1'],
      id,
      type: 'Person',
      following: `${id}/following`,
      followers: `${id}/followers`,
      inbox: `${id}/inbox`,
      outbox: `${id}/outbox`,
      preferredUsername: user,
      name: person.name,
      summary: `<p>${escapeHtml(person.summary)}</p>`,
      url: `https://${host}/@${user}`,
      published: person.published,
      attachment: person.fields.map(({ name, value }) => ({
        type: 'PropertyValue',
        name,
        value: fieldHtml(value),
      })),
    },
    ACTIVITY,
  );
}

function profilePage(host: string, user: string, person: FediverseUser): SiteAnswer {
  const id = `https://${host}/users/${user}`;
  const title = `${person.name} (@${user}@${host})`;
  const head = `<link rel="alternate" type="application/activity+json" href="${id}">
<meta name="description" content="${escapeHtml(person.summary)}">`;
  // As on a real instance: the profile itself is drawn by scripts, the page is a shell.
  return html(
    page(title, head, '<div id="mastodon"></div>\n<noscript>To use this site, allow scripts.</noscript>'),
  );
}

/** The account that a WebFinger resource means on this host (RFC 7033, RFC 7565). */
function userOf(host: string, resource: string): string | undefined {
  const names = [`acct:`, `https://${host}/@`, `https://${host}/users/`];
  const prefix = names.find((start) => resource.toLowerCase().startsWith(start));
  if (prefix === undefined) return undefined;
  const name = resource.slice(prefix.length).toLowerCase();
  if (prefix !== 'acct:') return name;
  return name.endsWith(`@${host}`) ? name.slice(0, -host.length - 1) : undefined;
}

function webfinger(host: string, user: string): SiteAnswer {
  const id = `https://${host}/users/${user}`;
  const profile = `https://${host}/@${user}`;
  return json(
    {
      subject: `acct:${user}@${host}`,
      aliases: [profile, id],
      links: [
        { rel: 'http://webfinger.net/rel/profile-page', type: 'text/html', href: profile },
        { rel: 'self', type: 'application/activity+json', href: id },
      ],
    },
    'application/jrd+json; charset=utf-8',
  );
}

const wantsActivity = (accept: string): boolean => /application\/(activity|ld)\+json/.test(accept);

/** An instance: WebFinger, actors by content negotiation, and profile pages. */
export function fediverseServer(
  host: string,
  userByName: (name: string) => FediverseUser | undefined,
): SiteHandler {
  return ({ path, query, headers }) => {
    if (path === '/robots.txt') return text('User-agent: *\nDisallow: /media_proxy/\nDisallow: /interact/\n');
    if (path === '/.well-known/webfinger') {
      const user = userOf(host, query.get('resource') ?? '');
      return user !== undefined && userByName(user) ? webfinger(host, user) : notFound();
    }
    const user = /^\/(?:@|users\/)([A-Za-z0-9_]{1,30})$/.exec(path)?.[1]?.toLowerCase();
    const person = user === undefined ? undefined : userByName(user);
    if (user === undefined || !person) return notFound();
    const answer = wantsActivity(String(headers.accept ?? ''))
      ? actor(host, user, person)
      : profilePage(host, user, person);
    return { ...answer, headers: { ...answer.headers, vary: 'Accept' } };
  };
}
