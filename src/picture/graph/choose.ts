import type { ReportAccount } from '../../report/types.js';
import { isConfirmed } from '../../report/view/accounts.js';
import type { Form } from '../geometry.js';

export interface GraphLimits {
  readonly groups: number;
  /** Rows of all groups together, and one more a group at most. At least as many as groups: each has one. */
  readonly rows: number;
}

/** What an eye can still take in: on a desktop two columns about a screen high, on a phone a few screens. */
export const GRAPH_LIMITS: Readonly<Record<Form, GraphLimits>> = {
  wide: { groups: 14, rows: 28 },
  narrow: { groups: 10, rows: 20 },
};

interface Chosen {
  readonly operator: string;
  readonly rows: readonly ReportAccount[];
  readonly rest: readonly ReportAccount[];
}

/**
 * Which accounts are drawn. Anybody can make hundreds of accounts that show a key of his, and anybody hundreds that
 * agree: what speaks against takes half of the room at most, and so does what agrees, where the other needs it.
 * The order of the accounts in the report changes nothing.
 */
export function choose(
  accounts: readonly ReportAccount[],
  subject: string,
  limits: GraphLimits,
): { readonly groups: readonly Chosen[]; readonly left: readonly ReportAccount[] } {
  const all = groupsOf(accounts, subject);
  const provider = all.filter((g) => g.some((a) => a.account === subject));
  const others = all.filter((g) => !provider.includes(g));
  const against = others.filter((g) => !g.every(isConfirmed));
  const agreeing = others.filter((g) => g.every(isConfirmed));
  const drawn = new Set([...provider, ...halves(against, agreeing, limits.groups - provider.length)]);
  const groups = [...provider, ...against, ...agreeing].filter((g) => drawn.has(g));
  const rooms = share(
    groups.map((g) => g.length),
    limits.rows,
  );
  return {
    groups: groups.map((group, i) => splitGroup(group, subject, rooms[i] ?? 1)),
    left: others.filter((g) => !drawn.has(g)).flat(),
  };
}

/** By operator; groups with a conflict first, then by what they weigh; inside of each the same, its user's own first. */
function groupsOf(accounts: readonly ReportAccount[], subject: string): ReportAccount[][] {
  const groups = new Map<string, ReportAccount[]>();
  for (const account of accounts) {
    const group = groups.get(account.operator);
    if (group) group.push(account);
    else groups.set(account.operator, [account]);
  }
  for (const group of groups.values())
    group.sort(
      (a, b) =>
        Number(b.account === subject) - Number(a.account === subject) || byWeight([a], [b]) || byUri(a, b),
    );
  return [...groups.values()].sort(
    (a, b) => byWeight(a, b) || compare(a[0]?.operator ?? '', b[0]?.operator ?? ''),
  );
}

function byWeight(a: readonly ReportAccount[], b: readonly ReportAccount[]): number {
  return trouble(b) - trouble(a) || weight(b) - weight(a);
}

const trouble = (group: readonly ReportAccount[]): number =>
  Math.max(...group.map((a) => (a.state === 'conflicting' ? 2 : isConfirmed(a) ? 0 : 1)));
const weight = (group: readonly ReportAccount[]): number =>
  Math.max(...group.map((a) => Math.abs(a.evidence)));
const byUri = (a: ReportAccount, b: ReportAccount): number => compare(a.account, b.account);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** As many as there is room for; neither side takes more than half where the other fills the rest. */
function halves<T>(one: readonly T[], other: readonly T[], room: number): T[] {
  const half = Math.floor(room / 2);
  const first = Math.min(one.length, Math.max(half, room - other.length));
  return [...one.slice(0, first), ...other.slice(0, Math.max(0, room - first))];
}

/** One each, then one more each by turns, while there is room; and a last one, rather than the words "and 1 more". */
function share(sizes: readonly number[], room: number): number[] {
  const rooms = sizes.map(() => 1);
  let left = room - sizes.length;
  for (let given = true; left > 0 && given; ) {
    given = false;
    for (const [i, size] of sizes.entries()) {
      if (left === 0 || (rooms[i] ?? 0) >= size) continue;
      rooms[i] = (rooms[i] ?? 0) + 1;
      left -= 1;
      given = true;
    }
  }
  return rooms.map((own, i) => (sizes[i] === own + 1 ? own + 1 : own));
}

function splitGroup(group: readonly ReportAccount[], subject: string, room: number): Chosen {
  const own = group.filter((a) => a.account === subject);
  const others = group.filter((a) => a.account !== subject);
  const drawn = new Set([
    ...own,
    ...halves(
      others.filter((a) => !isConfirmed(a)),
      others.filter(isConfirmed),
      room - own.length,
    ),
  ]);
  return {
    operator: group[0]?.operator ?? '',
    rows: group.filter((a) => drawn.has(a)),
    rest: group.filter((a) => !drawn.has(a)),
  };
}
