import { toneVariables } from '../design/css-variables.js';
import { SYMBOL_STROKE } from '../design/symbols.js';
import { WORD_SIZE } from './graph/metrics.js';

/** From this width on the wide form can be read. */
const WIDE_FROM = '56rem';
/** A phone's drawing is not blown up: its text would be larger than the page's. */
const NARROW_MOST = '26rem';

/** What all pictures have in common; `cssVariables` and `TONES_CSS` stand before it. Each adds what it alone draws. */
export const PICTURE_CSS = `
.picture .picture-outdated .tone-good{${toneVariables('quiet')}}
.picture>svg{display:block;width:100%;height:auto}
.picture>.picture-wide{display:none}
.picture>.picture-narrow{max-width:${NARROW_MOST};margin-inline:auto}
@media (min-width:${WIDE_FROM}){.picture>.picture-wide{display:block}.picture>.picture-narrow{display:none}}
@media print{.picture>.picture-wide{display:block}.picture>.picture-narrow{display:none}}
.picture text{fill:var(--ink);font-family:var(--font-text);font-size:${WORD_SIZE}px;direction:ltr;unicode-bidi:isolate;white-space:pre}
.picture .muted{fill:var(--muted)}
.picture .word{fill:var(--tone-text);font-weight:600}
.picture .end{text-anchor:end}
.picture .centred{text-anchor:middle}
.picture .sign{fill:none;stroke:var(--tone-text);stroke-width:${SYMBOL_STROKE};stroke-linecap:round;stroke-linejoin:round}
.picture .card{fill:var(--surface);stroke:var(--line)}
.picture .user,.picture .rival{fill:var(--tone-fill);stroke:var(--tone-border);stroke-width:1.5}
.picture .rival{fill:var(--page);stroke-dasharray:6 4}
.picture .against{stroke:var(--tone-border);stroke-width:1.5}
.picture .anchored{stroke:var(--edge);stroke-width:1.5}
.picture .divider{stroke:var(--line);fill:none}
.picture .rail{fill:none;stroke:var(--edge);stroke-width:2;stroke-linecap:square}
.picture .zero{stroke:var(--edge);fill:none}
`;
