import { NAME_SIZE, TITLE_SIZE } from './metrics.js';

/** Who names whom: lines and signs of it are on other pictures too. */
export const GRAPH_CSS = `
.picture .foreign{font-family:var(--font-code);font-size:${NAME_SIZE}px}
.picture .title{font-size:${TITLE_SIZE}px;font-weight:600;fill:var(--tone-text)}
.picture .note{fill:none;stroke:var(--edge);stroke-dasharray:4 4}
.picture .anchor{fill:none;stroke:var(--muted);stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.picture .rail-rival{stroke:var(--bad-border)}
.picture .halo{stroke:var(--page);stroke-width:6;fill:none}
.picture .line{stroke-width:2;fill:none}
.picture .wire-mutual{stroke:var(--good-border);fill:var(--good-border)}
.picture .picture-outdated .wire-mutual{stroke:var(--quiet-border);fill:var(--quiet-border)}
.picture .wire-names,.picture .wire-shows{stroke:var(--quiet-border);fill:var(--quiet-border)}
.picture .wire-names .line,.picture .wire-shows .line{stroke-dasharray:4 3}
.picture .wire-rival{stroke:var(--bad-border);fill:var(--bad-border)}
.picture .head{stroke:none}
`;
