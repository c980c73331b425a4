import { skeleton } from '../../identifier/homograph.js';
import { parseIdentifier } from '../../identifier/index.js';
import { type AlertRule, alert } from './alert.js';

/** Accounts that are compared: more than the crawl reads. */
const MAX_COMPARED = 300;

/** Names that look like another one, or mix scripts (UTS #39). */
export const homograph: AlertRule = ({ graph, leading }) => {
  const relevant = graph.views
    .map((v) => v.vertex.uri)
    .filter((uri) => uri === graph.subject.uri || graph.given.has(uri) || leading?.leading?.names.has(uri))
    .slice(0, MAX_COMPARED);
  const odd = mistakable(relevant);
  if (odd.size === 0) return null;
  return alert('homograph', odd, 'A name here can be mistaken for another one: compare it letter by letter.');
};

/** Those that mix scripts, or look like another one of them. */
export function mistakable(uris: readonly string[]): Set<string> {
  const odd = new Set(
    uris.filter((uri) => {
      const parsed = parseIdentifier(uri);
      return parsed.valid && parsed.warnings.includes('homograph');
    }),
  );
  const alike = new Map<string, string[]>();
  for (const uri of uris) alike.set(skeleton(uri), [...(alike.get(skeleton(uri)) ?? []), uri]);
  for (const same of alike.values()) if (same.length > 1) for (const uri of same) odd.add(uri);
  return odd;
}
