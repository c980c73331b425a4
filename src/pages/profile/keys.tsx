import type { VNode } from 'preact';
import { printable } from '../../design/printable.js';
import type { PublicReport } from '../../report/types.js';
import { Copyable, counted, Name, Part, When } from '../parts.js';

/** Keys told of; a contest has two, and whoever floods a page with more gains nothing. */
const MAX_KEYS = 8;
/** Operators named of one key. */
const MAX_OPERATORS = 12;
/** Columns of a thumbprint URI. */
const KEY_COLUMNS = 256;

/** The keys that were shown, the leading one first, whole: to be compared with what a messenger says. */
export function Keys({ report, now }: { report: PublicReport; now: Date }): VNode {
  const { identityKey, keys } = report;
  const sorted = [...keys].sort(
    (a, b) => Number(b.thumbprint === identityKey) - Number(a.thumbprint === identityKey),
  );
  const more = sorted.length - MAX_KEYS;
  return (
    <Part id="keys" title="Keys" lead="Compare the thumbprint with the one that your messenger shows.">
      {sorted.length === 0 && <p>No key was shown.</p>}
      {sorted.slice(0, MAX_KEYS).map((key, index) => (
        <Key key={key.thumbprint} {...{ value: key, index, now }} leads={key.thumbprint === identityKey} />
      ))}
      {more > 0 && <p class="muted">{`and ${counted(more, 'more key')}`}</p>}
    </Part>
  );
}

interface KeyProps {
  readonly value: PublicReport['keys'][number];
  readonly index: number;
  readonly leads: boolean;
  readonly now: Date;
}

function Key({ value: { thumbprint, operators, firstSeen }, index, leads, now }: KeyProps): VNode {
  const title = leads ? 'The key that leads' : 'Another key';
  const shown = operators.slice(0, MAX_OPERATORS);
  const more = operators.length - MAX_OPERATORS;
  return (
    <article class="key">
      <h3>{title}</h3>
      <Copyable
        id={`key-${index}`}
        text={printable(thumbprint, KEY_COLUMNS)}
        label={`thumbprint: ${title} (${index + 1})`}
      />
      <p class="small muted">
        First seen <When iso={firstSeen} now={now} />
        {shown.length > 0 && ', shown at '}
        {shown.map((operator, i) => (
          <span key={operator}>
            {i > 0 && ', '}
            <Name text={operator} />
          </span>
        ))}
        {more > 0 && ` and ${more} more`}
      </p>
    </article>
  );
}
