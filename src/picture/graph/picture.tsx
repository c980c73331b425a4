import type { JSX } from 'preact';
import { STANDINGS, STATE_LOOKS, type Standing } from '../../design/appearance.js';
import type { PublicReport } from '../../report/types.js';
import { FORMS, type Form } from '../geometry.js';
import { fitHost, fitStart, widthOf } from '../measure.js';
import { Drawing, Foreign, Rect, Sign, toneClass, Words } from '../parts.js';
import type { CentreCard, GroupCard, NoteCard, PlacedRow } from './cards.js';
import { GRAPH_LIMITS } from './choose.js';
import { layoutGraph } from './layout.js';
import { AnchorSign, LegendRows, Rails, Wires } from './lines.js';
import { HEADER, METRICS, NAME_SIZE, PAD, SYMBOL, WORD_SIZE } from './metrics.js';
import { type GraphModel, graphOf } from './model.js';
import { graphDescription, graphTitle, PROVIDER_WORDS, rivalTitle } from './words.js';

export interface GraphProps {
  /** As strangers see it: `viewFor(report, 'stranger')`. */
  readonly report: PublicReport;
  /** What is said of it at first sight: `standingOf`. */
  readonly standing: Standing;
}

/** Accounts by operator, who names whom and who shows the key: for a desktop and for a phone. */
export function GraphPicture(props: GraphProps): JSX.Element {
  return (
    <div class="picture">
      {FORMS.map((form) => (
        <GraphDrawing key={form} form={form} {...props} />
      ))}
    </div>
  );
}

/** One form of it. */
export function GraphDrawing({ report, standing, form }: GraphProps & { form: Form }): JSX.Element {
  const model = graphOf(report, GRAPH_LIMITS[form]);
  const { user, rival, cards, wiring, legend, width, height } = layoutGraph(model, form);
  return (
    <Drawing
      {...{ id: 'graph', form, width, height, isOutdated: standing === 'outdated' }}
      title={graphTitle(model)}
      description={graphDescription(model, standing, report.generatedAt)}
    >
      <Rails rails={wiring.rails} />
      <Wires wires={wiring.wires} />
      {cards.map((card) =>
        card.kind === 'group' ? (
          <Group key={`${card.x} ${card.y}`} card={card} form={form} />
        ) : (
          <Note key={`${card.x} ${card.y}`} card={card} />
        ),
      )}
      {rival && <Rival card={rival} rivals={model.rivals ?? []} />}
      <User card={user} standing={standing} />
      <LegendRows legend={legend} />
    </Drawing>
  );
}

function User({ card, standing }: { card: CentreCard; standing: Standing }): JSX.Element {
  const look = STANDINGS[standing];
  return (
    <g class={toneClass(look.tone)}>
      <Rect box={card} class="card user" />
      <Sign look={look} at={{ x: card.x + PAD, y: card.y + 13 }} size={18} />
      <Words at={{ x: card.x + PAD + 26, y: card.y + 28 }} text={look.word} class="title" />
      <CentreText card={card} />
    </g>
  );
}

function Rival({ card, rivals }: { card: CentreCard; rivals: GraphModel['rivals'] & object }): JSX.Element {
  const look = STATE_LOOKS.conflicting;
  return (
    <g class={toneClass(look.tone)}>
      <Rect box={card} class="card rival" />
      <Sign look={look} at={{ x: card.x + PAD, y: card.y + 14 }} size={16} />
      <Words at={{ x: card.x + PAD + 26, y: card.y + 28 }} text={rivalTitle(rivals)} class="title" />
      <CentreText card={card} />
    </g>
  );
}

function CentreText({ card }: { card: CentreCard }): JSX.Element {
  const width = card.width - 2 * PAD;
  const box = (y: number) => ({ x: card.x + PAD, y: card.y + y - 14, width, height: 18 });
  return (
    <>
      {card.names.map(({ text, y }) => (
        <Foreign key={y} box={box(y)} base={14} text={text} />
      ))}
      {card.words.map(({ text, y }) => (
        <Words key={y} at={{ x: card.x + PAD, y: card.y + y }} text={text} class="muted" />
      ))}
    </>
  );
}

function Group({ card, form }: { card: GroupCard; form: Form }): JSX.Element {
  const { operator, provider } = card.group;
  const mark = provider === null ? null : PROVIDER_WORDS[provider];
  const markRoom =
    mark === null ? 0 : widthOf(mark, WORD_SIZE, 'sans') + (provider === 'anchor' ? 24 : 0) + 8;
  const room = card.width - 2 * PAD - markRoom;
  const hasConflict = card.rows.some(({ row }) => row.link === 'rival');
  return (
    <g transform={`translate(${card.x} ${card.y})`}>
      <Rect
        box={{ ...card, x: 0, y: 0 }}
        class={`card${hasConflict ? ' against tone-bad' : ''}${provider === 'anchor' ? ' anchored' : ''}`}
      />
      <Foreign
        box={{ x: PAD, y: 0, width: room, height: HEADER }}
        base={21}
        text={fitHost(operator, room, NAME_SIZE, 'mono')}
      />
      {mark && <Words at={{ x: card.width - PAD, y: 21 }} text={mark} class="end muted" />}
      {provider === 'anchor' && (
        <AnchorSign x={card.width - PAD - widthOf(PROVIDER_WORDS.anchor, WORD_SIZE, 'sans') - 20} y={9} />
      )}
      {card.rows.map((placed) => (
        <Row key={placed.y} placed={placed} form={form} />
      ))}
      {card.rest.map(({ text, y }) => (
        <Words key={y} at={{ x: PAD, y }} text={text} class="muted" />
      ))}
    </g>
  );
}

function Row({ placed, form }: { placed: PlacedRow; form: Form }): JSX.Element {
  const { row, y, width, height } = placed;
  const look = STATE_LOOKS[row.state];
  const x = PAD + SYMBOL + 8;
  const { isStacked } = METRICS[form];
  const room = width - x - PAD - (isStacked ? 0 : widthOf(look.word, WORD_SIZE, 'sans') + 10);
  const name = fitStart(row.account, room, NAME_SIZE, 'mono');
  return (
    <g class={toneClass(look.tone)}>
      {name !== row.account && <title>{row.account}</title>}
      <path class="divider" d={`M${PAD} ${y}H${width - PAD}`} />
      <Sign look={look} at={{ x: PAD, y: y + (isStacked ? 5 : 7) }} size={SYMBOL} />
      <Foreign
        box={{ x, y, width: room, height: isStacked ? 22 : height }}
        base={isStacked ? 17 : 19}
        text={name}
      />
      {isStacked ? (
        <Words at={{ x, y: y + 34 }} text={look.word} class="word" />
      ) : (
        <Words at={{ x: width - PAD, y: y + 19 }} text={look.word} class="word end" />
      )}
    </g>
  );
}

function Note({ card }: { card: NoteCard }): JSX.Element {
  return (
    <g>
      <Rect box={card} class="card note" />
      {card.lines.map(({ text, y }) => (
        <Words key={y} at={{ x: card.x + PAD, y: card.y + y }} text={text} class="muted" />
      ))}
    </g>
  );
}
