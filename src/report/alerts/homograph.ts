import { looksConfusable, parseIdentifier } from '../../identifier/index.js';
import { type AlertRule, alert } from './alert.js';

/** Pairs are compared up to this many accounts: more than the crawl reads. */
const MAX_COMPARED = 300;

/** Names that look like another one, or mix scripts (UTS #39). */
export const homograph: AlertRule = ({ graph, leading }) => {
  const relevant = graph.views
    .map((v) => v.vertex.uri)
    .filter((uri) => uri === graph.subject.uri || graph.given.has(uri) || leading?.leading?.names.has(uri))
    .slice(0, MAX_COMPARED);
  const odd = new Set(
    relevant.filter((uri) => {
      const parsed = parseIdentifier(uri);
      return parsed.valid && parsed.warnings.includes('homograph');
    }),
  );
  for (const [i, a] of relevant.entries())
    for (const b of relevant.slice(i + 1))
      if (looksConfusable(a, b)) {
        odd.add(a);
        odd.add(b);
      }
  if (odd.size === 0) return null;
  return alert('homograph', odd, 'A name here can be mistaken for another one: compare it letter by letter.');
};
