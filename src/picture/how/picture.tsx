import type { JSX } from 'preact';
import { type Appearance, STANDINGS, STATE_LOOKS } from '../../design/appearance.js';
import { FORMS, type Form, WIDTHS } from '../geometry.js';
import { AnchorSign, Lines } from '../graph/lines.js';
import { LINE, TITLE_SIZE, WORD_SIZE } from '../graph/metrics.js';
import { rivalTitle } from '../graph/words.js';
import { linesOf } from '../measure.js';
import { Drawing, Rect, Sign, toneClass, Words } from '../parts.js';
import { HOW_DESCRIPTION, HOW_TITLE, PLACES, STEPS } from './words.js';

const PANEL = { width: 296, drawing: 176, text: 90 } as const;
const HEIGHT = PANEL.drawing + PANEL.text;
const TITLE_LINES = 1;
const TEXT_LINES = 3;
const CARD = { width: 118, height: 34, between: 12 } as const;

/** The whole idea in three steps, for the front page. */
export function HowItWorks(): JSX.Element {
  return (
    <div class="picture">
      {FORMS.map((form) => (
        <HowDrawing key={form} form={form} />
      ))}
    </div>
  );
}

/** Steps beside each other, or under each other. */
export function HowDrawing({ form }: { form: Form }): JSX.Element {
  const across = (WIDTHS.wide - PANEL.width) / 2;
  const steps = [Statement, Places, Verdict];
  const height = form === 'wide' ? HEIGHT : HEIGHT * steps.length + 32;
  return (
    <Drawing
      {...{ id: 'how', form, width: WIDTHS[form], height }}
      title={HOW_TITLE}
      description={HOW_DESCRIPTION}
    >
      {steps.map((Step, i) => {
        const [x, y] =
          form === 'wide' ? [i * across, 0] : [(WIDTHS.narrow - PANEL.width) / 2, i * (HEIGHT + 16)];
        return (
          <g key={Step.name} transform={`translate(${x} ${y})`}>
            <Step />
            <Caption step={i} />
          </g>
        );
      })}
    </Drawing>
  );
}

function Caption({ step }: { step: number }): JSX.Element {
  const [title, text] = STEPS[step] ?? ['', ''];
  const heading = linesOf(`${step + 1}. ${title}`, PANEL.width, TITLE_SIZE - 2, 'bold', TITLE_LINES);
  const lines = linesOf(text, PANEL.width, WORD_SIZE + 1, 'sans', TEXT_LINES);
  return (
    <>
      <Words at={{ x: 0, y: PANEL.drawing + 18 }} text={heading.join('')} class="step" />
      {lines.map((line, i) => (
        <Words key={line} at={{ x: 0, y: PANEL.drawing + 42 + i * LINE }} text={line} class="muted caption" />
      ))}
    </>
  );
}

/** A list with a key's seal. */
function Statement(): JSX.Element {
  return (
    <>
      <Rect box={{ x: 48, y: 6, width: 200, height: 156 }} class="card" />
      {PLACES.map((name, i) => (
        <g key={name}>
          <path class="divider" d={`M64 ${48 + i * 32}H232`} />
          <Words at={{ x: 64, y: 38 + i * 32 }} text={name} class="host" />
        </g>
      ))}
      <g class={toneClass('good')}>
        <circle class="seal" cx="226" cy="140" r="26" />
        <path class="key" d="M214 140a6 6 0 1 0 12 0a6 6 0 1 0-12 0zM226 140h14m-4 0v6" />
      </g>
    </>
  );
}

const top = (i: number): number => 12 + i * (CARD.height + CARD.between);

/** Every place shows the seal of the same key. */
function Places(): JSX.Element {
  return (
    <>
      <g class={toneClass('good')}>
        <circle class="seal" cx="30" cy="75" r="26" />
        <path class="key" d="M18 75a6 6 0 1 0 12 0a6 6 0 1 0-12 0zM30 75h14m-4 0v6" />
      </g>
      <path class="rail" d={`M57 75H80M80 ${top(0) + 17}V${top(2) + 17}`} />
      {PLACES.map((name, i) => (
        <g key={name}>
          <Lines link="mutual" ends={[{ from: { x: 80, y: top(i) + 17 }, to: { x: 130, y: top(i) + 17 } }]} />
          <Rect
            box={{ x: 130, y: top(i), width: 164, height: CARD.height }}
            class={`card${i === 0 ? ' anchored' : ''}`}
          />
          <Words at={{ x: 142, y: top(i) + 22 }} text={name} class="host" />
          {i === 0 && <AnchorSign x={268} y={top(i) + 9} />}
        </g>
      ))}
    </>
  );
}

/** All agree but one, which is seen. */
function Verdict(): JSX.Element {
  const looks = [
    STATE_LOOKS.consistent,
    STATE_LOOKS.consistent,
    STATE_LOOKS.consistent,
    STATE_LOOKS.conflicting,
  ];
  return (
    <>
      {looks.map((look, i) => (
        <Read key={readTop(i)} look={look} y={readTop(i)} />
      ))}
      <path class="rail" d={`M150 ${readTop(0) + 15}V${readTop(2) + 15}M150 ${readTop(1) + 15}H170`} />
      <g class={toneClass('good')}>
        <Rect box={{ x: 170, y: readTop(1) - 9, width: 124, height: 48 }} class="card user" />
        <Sign look={STANDINGS.consistent} at={{ x: 180, y: readTop(1) + 7 }} size={16} />
        <Words at={{ x: 202, y: readTop(1) + 20 }} text={STANDINGS.consistent.word} class="conclusion" />
      </g>
      <g class={toneClass('bad')}>
        <Rect box={{ x: 150, y: readTop(3) - 2, width: 144, height: 34 }} class="card rival" />
        <Words at={{ x: 164, y: readTop(3) + 20 }} text={rivalTitle([''])} class="word" />
      </g>
    </>
  );
}

const readTop = (i: number): number => 11 + i * 42;

/** One place that was read, and what was found. */
function Read({ look, y }: { look: Appearance; y: number }): JSX.Element {
  const isRival = look === STATE_LOOKS.conflicting;
  return (
    <g class={toneClass(look.tone)}>
      <Lines
        link={isRival ? 'rival' : 'mutual'}
        ends={[{ from: { x: 148, y: y + 15 }, to: { x: 110, y: y + 15 } }]}
        isOneWay
      />
      <Rect box={{ x: 2, y, width: 108, height: 30 }} class={isRival ? 'card against' : 'card'} />
      <Sign look={look} at={{ x: 12, y: y + 8 }} size={14} />
      <path class="divider" d={`M36 ${y + 15}H96`} />
    </g>
  );
}
