import { Parser } from 'htmlparser2';
import type { Box } from '../../../src/picture/geometry.js';
import { type Face, widthOf } from '../../../src/picture/measure.js';

export interface DrawnText extends Box {
  readonly text: string;
  readonly classes: readonly string[];
  /** Where it is cut off, for text of strangers. */
  readonly clip: Box | null;
}

export interface DrawnRect extends Box {
  readonly classes: readonly string[];
}

/** What one `<svg role="img">` of a picture shows, in the units of its view box. */
export interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly texts: readonly DrawnText[];
  readonly rects: readonly DrawnRect[];
  /** All that is markup: names of elements with those of their attributes. */
  readonly markup: readonly string[];
  readonly values: readonly string[];
}

type Attributes = Readonly<Record<string, string>>;

/** Where an element is, and what cuts it off. */
interface Frame {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly clip: Box | null;
}

/** How the styles set each class of text; what has none of these is `sans` of 12. */
const TYPES: readonly (readonly [cls: string, size: number, face: Face])[] = [
  ['title', 17, 'bold'],
  ['step', 15, 'bold'],
  ['conclusion', 14, 'bold'],
  ['strong', 13, 'bold'],
  ['word', 12, 'bold'],
  ['foreign', 13, 'mono'],
  ['host', 13, 'mono'],
  ['caption', 13, 'sans'],
];

/** The pictures in a rendered component. */
export function drawn(html: string): Drawn[] {
  const found: Drawn[] = [];
  const reader = new SvgReader(found);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => reader.open(name, attributes),
      ontext: (text) => reader.text(text),
      onclosetag: () => reader.close(),
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(html);
  return found;
}

type Mutable = { -readonly [K in keyof Drawn]: Drawn[K] extends readonly (infer T)[] ? T[] : Drawn[K] };

class SvgReader {
  readonly #frames: Frame[] = [];
  readonly #found: Drawn[];
  #current: Mutable | null = null;
  #text: { attributes: Attributes; text: string } | null = null;

  constructor(found: Drawn[]) {
    this.#found = found;
  }

  open(name: string, attributes: Attributes): void {
    const parent = this.#frames.at(-1);
    if (name === 'svg' && attributes.role === 'img') {
      const [, , width = 0, height = 0] = (attributes.viewBox ?? '').split(' ').map(Number);
      const empty = { title: '', description: '', texts: [], rects: [], markup: [], values: [] };
      this.#current = { width, height, ...empty };
      this.#found.push(this.#current);
    }
    const frame = frameOf(name, attributes, parent);
    this.#frames.push(frame);
    if (!this.#current) return;
    this.#current.markup.push([name, ...Object.keys(attributes).sort()].join(' '));
    this.#current.values.push(...Object.values(attributes));
    if (name === 'text') this.#text = { attributes, text: '' };
    if (name === 'rect')
      this.#current.rects.push({ ...shifted(attributes, frame), classes: classesOf(attributes) });
  }

  text(text: string): void {
    const name = this.#frames.at(-1)?.name;
    if (this.#text) this.#text = { ...this.#text, text: this.#text.text + text };
    // A title inside of the drawing is that of one row.
    if (!this.#current || this.#frames.length > 3) return;
    if (name === 'title') this.#current.title += text;
    if (name === 'desc') this.#current.description += text;
  }

  close(): void {
    const frame = this.#frames.pop();
    if (frame?.name !== 'text' || !this.#text) return;
    this.#current?.texts.push(textOf(this.#text.text, this.#text.attributes, frame));
    this.#text = null;
  }
}

function frameOf(name: string, attributes: Attributes, parent: Frame | undefined): Frame {
  const { x = 0, y = 0, clip = null } = parent ?? {};
  if (name === 'svg' && attributes.role !== 'img' && attributes.class !== 'icon') {
    const box = shifted(attributes, { x, y });
    return { name, x: box.x, y: box.y, clip: box };
  }
  const [, dx = '0', dy = '0'] = /^translate\((\S+) (\S+)\)/.exec(attributes.transform ?? '') ?? [];
  return { name, x: x + Number(dx), y: y + Number(dy), clip };
}

function shifted(attributes: Attributes, by: { x: number; y: number }): Box {
  const number = (name: string) => Number(attributes[name] ?? 0);
  return { x: by.x + number('x'), y: by.y + number('y'), width: number('width'), height: number('height') };
}

function textOf(text: string, attributes: Attributes, frame: Frame): DrawnText {
  const classes = classesOf(attributes);
  const [, size, face] = TYPES.find(([cls]) => classes.includes(cls)) ?? ['', 12, 'sans'];
  const width = widthOf(text, size, face as Face);
  const { x, y } = shifted(attributes, frame);
  const back = classes.includes('end') ? width : classes.includes('centred') ? width / 2 : 0;
  return { text, classes, clip: frame.clip, x: x - back, y: y - size, width, height: size * 1.3 };
}

const classesOf = (attributes: Attributes): string[] => (attributes.class ?? '').split(' ');

/** A hundredth is not seen. */
const SLACK = 0.01;

export function isInside(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x - SLACK &&
    inner.y >= outer.y - SLACK &&
    inner.x + inner.width <= outer.x + outer.width + SLACK &&
    inner.y + inner.height <= outer.y + outer.height + SLACK
  );
}

export function overlap(a: Box, b: Box): boolean {
  return (
    a.x + a.width > b.x + SLACK &&
    b.x + b.width > a.x + SLACK &&
    a.y + a.height > b.y + SLACK &&
    b.y + b.height > a.y + SLACK
  );
}

/** What is wrong with how a picture is laid out; nothing, where all can be read. */
export function faultsOf({ width, height, texts, rects }: Drawn): string[] {
  const view = { x: 0, y: 0, width, height };
  const cards = rects.filter(({ classes }) => classes.includes('card'));
  const faults = rects.filter((rect) => !isInside(rect, view)).map((r) => `outside: ${JSON.stringify(r)}`);
  for (const [i, text] of texts.entries()) {
    const room = text.clip ?? cards.find((card) => overlap(text, card)) ?? view;
    if (text.x < room.x - SLACK || text.x + text.width > room.x + room.width + SLACK)
      faults.push(`too wide: ${text.text}`);
    if (!isInside({ ...text, x: 0, width: 0 }, { ...view, width: 0 })) faults.push(`outside: ${text.text}`);
    if (texts.slice(i + 1).some((other) => overlap(lettersOf(text), lettersOf(other))))
      faults.push(`on other text: ${text.text}`);
  }
  for (const [i, card] of cards.entries())
    if (cards.slice(i + 1).some((other) => overlap(card, other))) faults.push(`cards overlap at ${card.y}`);
  return faults;
}

/** From the base line to the height of capitals. */
function lettersOf(text: DrawnText): Box {
  return { ...text, height: text.height / 1.3 };
}
