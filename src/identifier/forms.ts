import { formatIrcUrl, readChannel, readNick } from './irc.js';
import { enforceLocalpart, escapeLocalpart, formatJid, parseJid } from './jid.js';
import { formatAcct, formatMailto, readMailbox } from './mailbox.js';
import { isCompliantLocalpart } from './matrix.js';
import { decodeSegments, type MimiUri } from './mimi.js';
import { formatSipAor } from './sip.js';
import { isRandomUuid, wireUser } from './wire.js';

type Forms = Readonly<Record<string, string>>;

/** The entries whose value is known, in the order written. */
function known(entries: readonly (readonly [string, string | null])[]): Forms {
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null));
}

/**
 * The bare JID of a name at a host: the name itself where enforcement leaves it as it is, else its XEP-0106
 * escaped form; null where the name would come back as another one.
 */
function jidForm(user: string, host: string): string | null {
  for (const local of [user, escapeLocalpart(user)]) {
    if (local === null) continue;
    const enforced = enforceLocalpart(local);
    if (enforced.ok && enforced.text === local) return formatJid({ local, domain: host, resource: null });
  }
  return null;
}

/** A mailbox whose quotes are needed or not there at all. */
function mailtoForm(user: string, host: string): string | null {
  const read = readMailbox(`${user}@${host}`);
  return read.ok && read.user === user ? formatMailto(user, host) : null;
}

/** What a name at a host is written as in the protocols that share `user@host` (standards table, draft section 4). */
export function userForms(user: string, host: string): Forms {
  return known([
    ['xmpp', jidForm(user, host)],
    ['sip', formatSipAor(user, host)],
    ['mailto', mailtoForm(user, host)],
    ['acct', formatAcct(user, host)],
    ['handle', /[@\s]/u.test(user) ? null : `@${user}@${host}`],
  ]);
}

/** The native spellings a MIMI URI maps back to: only those that lead to the same MIMI URI again. */
export function mimiForms(read: MimiUri & { ok: true }): Forms {
  const [first = '', second = ''] = decodeSegments(read.segments);
  switch (read.kind) {
    case 'provider':
      return { xmpp: read.host, dns: `dns:${read.host}` };
    case 'user':
      return { ...userForms(first, read.host), ...networkForms(first, read.host) };
    case 'room': {
      const channel = readChannel(`#${first}`, read.host);
      return channel.ok ? { irc: formatIrcUrl(read.host, 'channel', channel.name) } : {};
    }
    case 'client':
      return read.segments.length === 2 ? clientForms(first, second, read.host) : {};
    default:
      return {};
  }
}

function networkForms(user: string, host: string): Forms {
  const nick = readNick(user, host);
  return known([
    ['matrix', isCompliantLocalpart(user) ? `@${user}:${host}` : null],
    ['irc', nick.ok && nick.name === user ? formatIrcUrl(host, 'user', user) : null],
  ]);
}

function clientForms(user: string, client: string, host: string): Forms {
  const text = formatJid({ local: user, domain: host, resource: client });
  const read = parseJid(text);
  const uuid = wireUser(user);
  const wire = uuid !== null && isRandomUuid(uuid) && /^[0-9a-f]{1,16}$/.test(client);
  return known([
    ['xmpp', read.ok && formatJid(read.jid) === text ? text : null],
    ['wire', wire ? `${uuid}/${client}@${host}` : null],
  ]);
}
