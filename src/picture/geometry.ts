/** All in units of the view box. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Every picture is drawn twice, and the style shows one of them: a phone's width is no scaled desktop. */
export const FORMS = ['wide', 'narrow'] as const;
export type Form = (typeof FORMS)[number];

/** View boxes' widths. Narrow: 360 px without the page's margins, so that one unit is a pixel there. */
export const WIDTHS: Readonly<Record<Form, number>> = { wide: 1000, narrow: 328 };

export const right = (box: Box): number => box.x + box.width;
export const bottom = (box: Box): number => box.y + box.height;
export const middle = (box: Box): number => box.y + box.height / 2;

export function moved<B extends Box>(box: B, x: number, y: number): B {
  return { ...box, x: box.x + x, y: box.y + y };
}

/** One decimal is finer than a pixel, and the same everywhere. */
export function place(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}
