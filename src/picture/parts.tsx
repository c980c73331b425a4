import type { ComponentChildren, JSX } from 'preact';
import type { Appearance } from '../design/appearance.js';
import type { ToneName } from '../design/palette.js';
import { SYMBOL_BOX } from '../design/symbols.js';
import { type Box, type Form, type Point, place } from './geometry.js';

export interface DrawingProps {
  /** Begins the ids of this drawing: no other of the same page may have it. */
  readonly id: string;
  readonly form: Form;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** The same as the picture says, in words. */
  readonly description: string;
  /** Nothing green stands in what is too old to be relied on. */
  readonly isOutdated?: boolean;
  readonly children: ComponentChildren;
}

/** One form of a picture. To a screen reader it is its description; nothing inside of it is reached. */
export function Drawing(props: DrawingProps): JSX.Element {
  const { form, width, height, title, description, isOutdated = false } = props;
  const [titleId, descId] = [`${props.id}-${form}-title`, `${props.id}-${form}-desc`];
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      class={`picture-${form}${isOutdated ? ' picture-outdated' : ''}`}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={titleId}
      aria-describedby={descId}
    >
      <title id={titleId}>{title}</title>
      <desc id={descId}>{description}</desc>
      {props.children}
    </svg>
  );
}

export const toneClass = (tone: ToneName): string => `tone-${tone}`;

/** A sign of the design's table, its upper left corner at `at`. */
export function Sign({ look, at, size }: { look: Appearance; at: Point; size: number }): JSX.Element {
  const scale = Math.round((size / SYMBOL_BOX) * 1000) / 1000;
  return (
    <path
      class="sign"
      d={look.path}
      transform={`translate(${place(at.x)} ${place(at.y)})${scale === 1 ? '' : ` scale(${scale})`}`}
    />
  );
}

/**
 * Text that strangers chose, cut off at the edges of its box whatever font or script it is drawn in: it never covers what
 * is beside, above or below it.
 *
 * @param base of the base line, from the box's upper edge
 */
export function Foreign({ box, base, text }: { box: Box; base: number; text: string }): JSX.Element {
  return (
    <svg
      aria-hidden="true"
      x={place(box.x)}
      y={place(box.y)}
      width={place(box.width)}
      height={place(box.height)}
    >
      <text class="foreign" x="0" y={place(base)}>
        {text}
      </text>
    </svg>
  );
}

/** Our own words. */
export function Words(props: { at: Point; text: string; class?: string }): JSX.Element {
  return (
    <text class={props.class} x={place(props.at.x)} y={place(props.at.y)}>
      {props.text}
    </text>
  );
}

export function Rect(props: { box: Box; class: string; corner?: number }): JSX.Element {
  const { x, y, width, height } = props.box;
  return (
    <rect
      class={props.class}
      x={place(x)}
      y={place(y)}
      width={place(width)}
      height={place(height)}
      rx={props.corner ?? 8}
    />
  );
}
