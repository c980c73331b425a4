import robotsParser from 'robots-parser';
import { MAX_ROBOTS_STEPS } from './limits.js';

/** A CommonJS function whose types speak of a default export: under Node's rules the import is the function itself. */
const createRobots = robotsParser as unknown as typeof robotsParser.default;

/** Our product token (RFC 9309 section 2.2.1). */
export const ROBOTS_TOKEN = 'crossproof';

/** What a robots.txt says of one URL; `too-complex` where finding out would take too long. */
export type RobotsVerdict = 'allowed' | 'disallowed' | 'too-complex';

/** The rules of one host that concern us. */
export interface RobotsRules {
  verdict(url: string): RobotsVerdict;
}

interface Group {
  ours: boolean;
  everybody: boolean;
}

/**
 * Keeps the groups for us, or else those for everybody. robots-parser copies each rule to each agent of its
 * group, so that 25,000 agents over 25,000 rules (500 KiB) take the process down; here each rule is kept once.
 */
function relevantRules(text: string): string[] {
  const ours: string[] = [];
  const everybody: string[] = [];
  let named = false;
  let group: Group = { ours: false, everybody: false };
  let inAgents = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const content = line.split('#', 1)[0] ?? '';
    const at = content.indexOf(':');
    const key = at < 0 ? '' : content.slice(0, at).trim().toLowerCase();
    const value = content.slice(at + 1).trim();
    if (key === 'user-agent') {
      if (!inAgents) group = { ours: false, everybody: false };
      inAgents = true;
      // Some append a version to the token (RFC 9309 section 2.2.1 has none).
      const token = value.split('/', 1)[0]?.trim().toLowerCase();
      if (token === ROBOTS_TOKEN) group.ours = true;
      if (token === '*') group.everybody = true;
      named ||= group.ours;
    } else if (key === 'allow' || key === 'disallow') {
      inAgents = false;
      if (group.ours) ours.push(`${key}:${value}`);
      else if (group.everybody) everybody.push(`${key}:${value}`);
    }
  }
  return named ? ours : everybody;
}

/** `url` is the robots.txt's own, `text` its content. Never throws. */
export function parseRobots(url: string, text: string): RobotsRules {
  // A run of stars matches what one star does, and costs as many times more.
  const rules = relevantRules(text.replace(/^\u{feff}/u, '')).map((rule) => rule.replace(/\*{2,}/g, '*'));
  const robots = createRobots(url, ['user-agent:*', ...rules].join('\n'));
  const plain = rules.reduce((sum, rule) => sum + (rule.includes('*') ? 0 : rule.length), 0);
  const starred = rules.reduce((sum, rule) => sum + (rule.includes('*') ? rule.length : 0), 0);
  return {
    verdict(target) {
      // A pattern without a star is over at its first mismatch; one with stars may look at all of the path each time.
      const steps = plain + starred * target.length;
      if (steps > MAX_ROBOTS_STEPS) return 'too-complex';
      return robots.isAllowed(target, '*') === false ? 'disallowed' : 'allowed';
    },
  };
}

/** The rules of a host without a robots.txt. */
export const ALLOW_ALL: RobotsRules = { verdict: () => 'allowed' };
