import { TONES } from '../design/palette.js';
import { SYMBOL_STROKE } from '../design/symbols.js';
import { NAME_SIZE, TITLE_SIZE, WORD_SIZE } from './graph/metrics.js';
import { PLOT_CSS } from './plot/style.js';

/** From this width on the wide form can be read. */
const WIDE_FROM = '56rem';
/** A phone's drawing is not blown up: its text would be larger than the page's. */
const NARROW_MOST = '26rem';

/** A drawing takes its colours from the tone that it stands in; what is too old stands in none that is good. */
function tones(): string {
  const properties = (name: string) =>
    ['text', 'fill', 'border'].map((role) => `--tone-${role}:var(--${name}-${role})`).join(';');
  const rules = Object.keys(TONES).map((name) => `.picture .tone-${name}{${properties(name)}}`);
  return [...rules, `.picture .picture-outdated .tone-good{${properties('quiet')}}`].join('\n');
}

/** The style sheet of all pictures; `cssVariables` stands before it. */
export const PICTURE_CSS = `${tones()}
.picture>svg{display:block;width:100%;height:auto}
.picture>.picture-wide{display:none}
.picture>.picture-narrow{max-width:${NARROW_MOST};margin-inline:auto}
@media (min-width:${WIDE_FROM}){.picture>.picture-wide{display:block}.picture>.picture-narrow{display:none}}
@media print{.picture>.picture-wide{display:block}.picture>.picture-narrow{display:none}}
.picture text{fill:var(--ink);font-family:var(--font-text);font-size:${WORD_SIZE}px;direction:ltr;unicode-bidi:isolate;white-space:pre}
.picture .foreign{font-family:var(--font-code);font-size:${NAME_SIZE}px}
.picture .title{font-size:${TITLE_SIZE}px;font-weight:600;fill:var(--tone-text)}
.picture .muted{fill:var(--muted)}
.picture .state{fill:var(--tone-text)}
.picture .end{text-anchor:end}
.picture .centred{text-anchor:middle}
.picture .sign{fill:none;stroke:var(--tone-text);stroke-width:${SYMBOL_STROKE};stroke-linecap:round;stroke-linejoin:round}
.picture .card{fill:var(--surface);stroke:var(--line)}
.picture .user,.picture .rival{fill:var(--tone-fill);stroke:var(--tone-border);stroke-width:1.5}
.picture .rival{fill:var(--page);stroke-dasharray:6 4}
.picture .against{stroke:var(--tone-border);stroke-width:1.5}
.picture .anchored{stroke:var(--edge);stroke-width:1.5}
.picture .note{fill:none;stroke:var(--edge);stroke-dasharray:4 4}
.picture .divider{stroke:var(--line);fill:none}
.picture .anchor{fill:none;stroke:var(--muted);stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.picture .rail{fill:none;stroke:var(--edge);stroke-width:2;stroke-linecap:square}
.picture .rail-rival{stroke:var(--bad-border)}
.picture .halo{stroke:var(--page);stroke-width:6;fill:none}
.picture .line{stroke-width:2;fill:none}
.picture .wire-mutual{stroke:var(--good-border);fill:var(--good-border)}
.picture .picture-outdated .wire-mutual{stroke:var(--quiet-border);fill:var(--quiet-border)}
.picture .wire-names,.picture .wire-shows{stroke:var(--quiet-border);fill:var(--quiet-border)}
.picture .wire-names .line,.picture .wire-shows .line{stroke-dasharray:4 3}
.picture .wire-rival{stroke:var(--bad-border);fill:var(--bad-border)}
.picture .head{stroke:none}
.picture .strong{font-size:${NAME_SIZE}px;font-weight:600}
.picture .bar{fill:var(--tone-border);stroke:var(--tone-border)}
.picture .minus{fill:var(--tone-fill)}
.picture .bar-cut{stroke-dasharray:5 4}
.picture .bar-total{fill:var(--ink);stroke:var(--ink)}
.picture .running{stroke:var(--edge);stroke-dasharray:2 2;fill:none}
.picture .zero{stroke:var(--edge);fill:none}
.picture .over text{paint-order:stroke;stroke:var(--page);stroke-width:4px;stroke-linejoin:round}
.picture .needed{stroke:var(--ink);stroke-dasharray:6 4;fill:none}
.picture .step{font-size:${TITLE_SIZE - 2}px;font-weight:600}
.picture .verdict{font-size:${NAME_SIZE + 1}px;font-weight:600;fill:var(--tone-text)}
.picture .caption{font-size:${WORD_SIZE + 1}px}
.picture .host{font-family:var(--font-code);font-size:${NAME_SIZE}px}
.picture .seal{fill:var(--tone-fill);stroke:var(--tone-border);stroke-width:2}
.picture .key{fill:none;stroke:var(--tone-text);stroke-width:2.5;stroke-linecap:round;stroke-linejoin:round}
.picture .dot{fill:var(--tone-text);stroke:var(--page);stroke-width:2}
.picture .band{fill:var(--tone-fill);stroke:var(--tone-border)}
.timeline{list-style:none;margin:0;padding:0}
.timeline>li{border-inline-start:2px solid var(--line);padding:0 0 var(--space-4) var(--space-4)}
.timeline time{color:var(--muted);font-size:var(--text-small)}
.timeline ul{list-style:none;margin:0;padding:0}
.timeline li li{display:flex;gap:var(--space-2);overflow-wrap:anywhere}
.timeline .icon{flex:none;width:1rem;height:1rem;margin-top:.25rem}
.timeline bdi{font-family:var(--font-code)}
${PLOT_CSS}`;
