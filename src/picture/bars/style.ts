import { NAME_SIZE } from '../graph/metrics.js';

/** Bars that add up. */
export const BARS_CSS = `
.picture .strong{font-size:${NAME_SIZE}px;font-weight:600}
.picture .bar{fill:var(--tone-border);stroke:var(--tone-border)}
.picture .minus{fill:var(--tone-fill)}
.picture .bar-cut{stroke-dasharray:5 4}
.picture .bar-total{fill:var(--ink);stroke:var(--ink)}
.picture .running{stroke:var(--edge);stroke-dasharray:2 2;fill:none}
.picture .over text{paint-order:stroke;stroke:var(--page);stroke-width:4px;stroke-linejoin:round}
.picture .needed{stroke:var(--ink);stroke-dasharray:6 4;fill:none}
.bars-table td{text-align:end;white-space:nowrap}
.bars-table thead th+th{text-align:end}
`;
