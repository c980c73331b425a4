import { NAME_SIZE, TITLE_SIZE, WORD_SIZE } from '../graph/metrics.js';

/** How it works, in four drawings. */
export const HOW_CSS = `
.picture .step{font-size:${TITLE_SIZE - 2}px;font-weight:600}
.picture .conclusion{font-size:${NAME_SIZE + 1}px;font-weight:600;fill:var(--tone-text)}
.picture .caption{font-size:${WORD_SIZE + 1}px}
.picture .host{font-family:var(--font-code);font-size:${NAME_SIZE}px}
.picture .seal{fill:var(--tone-fill);stroke:var(--tone-border);stroke-width:2}
.picture .key{fill:none;stroke:var(--tone-text);stroke-width:2.5;stroke-linecap:round;stroke-linejoin:round}
`;
