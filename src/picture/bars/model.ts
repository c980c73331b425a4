import { printable } from '../../design/printable.js';
import { NOT_SHOWN } from '../../report/audience.js';
import { operatorName } from '../../report/text.js';
import type { PublicReport } from '../../report/types.js';
import { SELF_HOSTED } from '../../score/groups.js';

/**
 * `operator`: one share, by its operator's host. `group`: that of several operators. `more`: smaller ones as one. `prior`: what was held before anything was read. `cut`: what the
 * missing anchor takes away, with the prior. `rounding`: what the tenths that are shown leave out.
 */
export type BarKind = 'operator' | 'group' | 'more' | 'prior' | 'cut' | 'rounding';

export interface Bar {
  readonly kind: BarKind;
  readonly name: string;
  /** Decibans, in whole tenths, as shown. */
  readonly db: number;
  /** What came together before it, and with it. */
  readonly from: number;
  readonly to: number;
}

export interface Bars {
  readonly bars: readonly Bar[];
  /** The report's evidence, in whole tenths: exactly the sum of the bars. */
  readonly total: number;
  readonly score: number;
}

/** Shares drawn one by one. */
export const MAX_SHARES = 12;

/** Columns of the longest name in DNS: of a host's name the end must not be lost. */
const MAX_HOST = 253;

type Part = Pick<Bar, 'kind' | 'name' | 'db'>;

/** The shares of a report so that what is shown adds up, or null where no key leads. Pure. */
export function barsOf(report: PublicReport): Bars | null {
  if (report.identityKey === null) return null;
  const shares = sharesOf(report);
  const isCut = !report.anchored && report.prior < 0;
  const prior: Part = {
    ...(isCut
      ? { kind: 'cut' as const, name: 'missing anchor' }
      : { kind: 'prior' as const, name: 'known before' }),
    db: tenths(report.prior),
  };
  const total = tenths(report.evidence);
  // What is cut away is cut from what came together.
  const parts = isCut ? [...shares, prior] : [prior, ...shares];
  const left = tenths(total - parts.reduce((sum, { db }) => sum + db, 0));
  const all = [...parts, { kind: 'rounding' as const, name: 'rounding', db: left }];
  return { bars: running(all.filter(({ db }) => db !== 0)), total, score: report.score };
}

/** Tenths of a deciban: a person can add them up. */
function tenths(db: number): number {
  return Math.round(db * 10) / 10 + 0;
}

/** What speaks for the key, the most first, then what speaks against it; the smallest of each as one. */
function sharesOf({ operators, identityKey }: PublicReport): Part[] {
  const sorted = [...operators].sort((a, b) => Math.abs(b.evidence) - Math.abs(a.evidence));
  const most = sorted.length > MAX_SHARES ? MAX_SHARES - 2 : MAX_SHARES;
  const own = sorted
    .slice(0, most)
    .map(({ operator, evidence }): Part => ({ ...named(operator, identityKey), db: tenths(evidence) }));
  const rest = sorted.slice(most);
  const more = [rest.filter((o) => o.evidence > 0), rest.filter((o) => o.evidence < 0)].map(
    (group): Part => ({
      kind: 'more',
      name: `${group.length} more operator${group.length === 1 ? '' : 's'}`,
      db: tenths(group.reduce((sum, o) => sum + o.evidence, 0)),
    }),
  );
  const all = [...own, ...more];
  return [...all.filter(({ db }) => db > 0), ...all.filter(({ db }) => db < 0).reverse()];
}

/** No host has a space in its name, or is called what the groups of the score are. */
function named(operator: string, key: string | null): Pick<Part, 'kind' | 'name'> {
  if (operator === NOT_SHOWN) return { kind: 'group', name: 'accounts not shown' };
  const name = printable(operatorName(operator, key), MAX_HOST);
  return { kind: operator === SELF_HOSTED || operator.includes(' ') ? 'group' : 'operator', name };
}

function running(parts: readonly Part[]): Bar[] {
  let to = 0;
  return parts.map((part) => {
    const from = to;
    to = tenths(from + part.db);
    return { ...part, from, to };
  });
}
