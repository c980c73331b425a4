import type { JSX } from 'preact';
import { dateText, dayText } from '../../design/age.js';
import { STANDINGS } from '../../design/appearance.js';
import type { ToneName } from '../../design/palette.js';
import { SYMBOL_BOX } from '../../design/symbols.js';
import type { Change } from '../../report/changes.js';
import { alertWords } from '../../report/code-words.js';
import { FORMS, type Form, place } from '../geometry.js';
import { WORD_SIZE } from '../graph/metrics.js';
import { widthOf } from '../measure.js';
import { Drawing, Rect, Sign, toneClass, Words } from '../parts.js';
import {
  BAND_HEIGHT,
  DOT_LINE,
  DOT_RADIUS,
  layoutStrip,
  MAX_BANDS,
  type PlacedBand,
  type StripLayout,
} from './layout.js';
import { lookOf } from './looks.js';
import { MAX_CHANGES, type Moment, type Timeline, type TimelineInput, timelineOf } from './model.js';
import { EARLIER, MORE, STRIP_TITLE, stripDescription } from './words.js';

/** The verdict over time, and when something changed. */
export function TimelinePicture(props: TimelineInput): JSX.Element {
  return (
    <div class="picture">
      {FORMS.map((form) => (
        <TimelineDrawing key={form} form={form} {...props} />
      ))}
    </div>
  );
}

/** One form of it. */
export function TimelineDrawing({ form, ...input }: TimelineInput & { form: Form }): JSX.Element {
  const timeline = timelineOf(input, MAX_BANDS[form]);
  const strip = layoutStrip(timeline, form);
  return (
    <Drawing
      {...{ id: 'timeline', form, width: strip.width, height: strip.height }}
      title={STRIP_TITLE}
      description={stripDescription(timeline)}
    >
      {strip.bands.map((placed) => (
        <BandBox key={placed.x} placed={placed} />
      ))}
      {strip.dots.map(({ x, tone, at }) => (
        <g key={at} class={toneClass(tone)}>
          <path class="dot" d={dotPath(x, tone)} />
        </g>
      ))}
      <Ends timeline={timeline} strip={strip} />
    </Drawing>
  );
}

/** A shape for each tone: round, square, or on its corner. */
function dotPath(x: number, tone: ToneName): string {
  const [left, r] = [place(x - DOT_RADIUS), DOT_RADIUS];
  if (tone === 'bad')
    return `M${left - 1} ${DOT_LINE}l${r + 1} ${-r - 1}l${r + 1} ${r + 1}l${-r - 1} ${r + 1}z`;
  if (tone === 'caution') return `M${left} ${DOT_LINE - r}h${2 * r}v${2 * r}h${-2 * r}z`;
  return `M${left} ${DOT_LINE}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
}

function BandBox({ placed }: { placed: PlacedBand }): JSX.Element {
  const look = STANDINGS[placed.band.verdict];
  const room = placed.width - 34;
  const at = { x: placed.x + 6, y: placed.y + (BAND_HEIGHT - 14) / 2 };
  return (
    <g class={toneClass(look.tone)}>
      <Rect box={placed} class="band" corner={4} />
      <Sign look={look} at={at} size={14} />
      {widthOf(look.word, WORD_SIZE, 'sans') <= room && (
        <Words at={{ x: placed.x + 26, y: placed.y + 21 }} text={look.word} class="word" />
      )}
    </g>
  );
}

function Ends({ timeline, strip }: { timeline: Timeline; strip: StripLayout }): JSX.Element {
  const [first, last] = [timeline.bands.at(0), timeline.bands.at(-1)];
  const y = strip.height - 8;
  return (
    <>
      {first && (
        <Words
          at={{ x: 0, y }}
          text={`${timeline.isOpen ? EARLIER : ''}${dayText(first.from)}`}
          class="muted"
        />
      )}
      {last && <Words at={{ x: strip.width, y }} text={dayText(last.to)} class="muted end" />}
    </>
  );
}

/** What changed and when, the last first. */
export function TimelineList(props: TimelineInput): JSX.Element {
  const { moments, hasMore } = timelineOf(props, MAX_BANDS.wide);
  return (
    <ol class="picture timeline">
      {moments.map((moment) => (
        <MomentItem key={moment.at} {...moment} />
      ))}
      {hasMore && <li>{MORE}</li>}
    </ol>
  );
}

function MomentItem({ at, changes }: Moment): JSX.Element {
  const more = changes.length - MAX_CHANGES;
  return (
    <li>
      <time dateTime={at}>{dateText(at)}</time>
      <ul>
        {changes.slice(0, MAX_CHANGES).map((change) => (
          <ChangeItem key={`${change.kind} ${change.account ?? change.code}`} change={change} />
        ))}
        {more > 0 && <li>{`and ${more} more`}</li>}
      </ul>
    </li>
  );
}

function ChangeItem({ change }: { change: Change }): JSX.Element {
  const look = lookOf(change);
  const about = change.account ?? (change.code && alertWords(change.code).word);
  return (
    <li class={toneClass(look.tone)}>
      <svg class="icon" viewBox={`0 0 ${SYMBOL_BOX} ${SYMBOL_BOX}`} aria-hidden="true">
        <path class="sign" d={look.path} />
      </svg>
      <span>
        {about !== undefined && (
          <>
            <bdi>{about}</bdi>:{' '}
          </>
        )}
        {change.message}
      </span>
    </li>
  );
}
