import type { ComponentChildren, VNode } from 'preact';
import { dateText, relativeText } from '../design/age.js';
import type { Appearance } from '../design/appearance.js';
import type { ToneName } from '../design/palette.js';
import { printable } from '../design/printable.js';
import { SYMBOL_BOX } from '../design/symbols.js';

export const toneClass = (tone: ToneName): string => `tone-${tone}`;

/** A sign of the design's table; its word stands beside it. */
export function Mark({
  path,
  size = 'small',
}: Pick<Appearance, 'path'> & { size?: 'small' | 'large' }): VNode {
  return (
    <svg class={`mark mark-${size}`} viewBox={`0 0 ${SYMBOL_BOX} ${SYMBOL_BOX}`} aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

/** Stands for a name in which nothing is. */
const EMPTY = '(empty)';
/** Columns of a name that is only heard. */
const HEARD_COLUMNS = 60;
/** Characters of the longest address that a page leads to: each may stand in it many times, and the report has the others. */
const MAX_HREF = 400;
/** Characters that are shown at once of a text to be copied: of a longer one the rest is scrolled to. */
const MAX_AT_ONCE = 800;

/** Text of strangers: whatever its direction, it moves nothing else. */
export function Name({ text, room }: { text: string; room?: number }): VNode {
  return <bdi class="code">{printable(text, room) || EMPTY}</bdi>;
}

/** The date for everybody, and its age for who reads it now. */
export function When({ iso, now }: { iso: string; now: Date }): VNode {
  return (
    <>
      <time dateTime={iso}>{dateText(iso)}</time> ({relativeText(iso, now)})
    </>
  );
}

/**
 * An address of strangers' making: a link where it leads to https, and text otherwise. Who is led there learns nothing of
 * this page, and it is no recommendation.
 *
 * @param text in the place of the address
 * @param of whose it is, for who hears the link without what is around it
 */
export function OutwardLink({ url, text, of }: { url: string; text?: string; of?: string }): VNode {
  const href = httpsUrl(url);
  const shown = text === undefined ? <Name text={url} /> : <bdi>{printable(text) || EMPTY}</bdi>;
  if (href === null) return shown;
  return (
    <a href={href} rel="noopener nofollow noreferrer">
      {shown}
      {of !== undefined && (
        <span class="hidden">
          {' of '}
          <Name text={of} room={HEARD_COLUMNS} />
        </span>
      )}
    </a>
  );
}

/** As a browser would write it, or null for what no page of ours leads to. */
function httpsUrl(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url?.protocol === 'https:' && url.username === '' && url.password === '';
  return isPlain && url.href.length <= MAX_HREF ? url.href : null;
}

/** Text to be copied whole, with a button that a script makes work (`data-copy`: the id of what it copies). */
export function Copyable({ id, text, label }: { id: string; text: string; label: string }): VNode {
  // What scrolls has to be reached by keyboard.
  const long =
    text.length > MAX_AT_ONCE
      ? { class: 'long', tabIndex: 0, role: 'group' as const, 'aria-label': label }
      : {};
  return (
    <div class="copyable">
      <pre id={id} {...long}>
        <code>{text}</code>
      </pre>
      <button type="button" data-copy={id} hidden>
        Copy<span class="hidden"> {label}</span>
      </button>
    </div>
  );
}

/** A part of a page under its own heading. */
export function Part(props: {
  id: string;
  title: string;
  lead?: string;
  children: ComponentChildren;
}): VNode {
  const { id, title, lead, children } = props;
  return (
    <section class="part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {lead !== undefined && <p class="lead">{lead}</p>}
      {children}
    </section>
  );
}

/** `1 account`, `12 accounts` */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
