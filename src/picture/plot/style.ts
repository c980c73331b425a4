/** Lines over time. Each way of drawing one is told apart by its dashes, and by its colour too. */
export const PLOT_CSS = `
.plot svg{display:block;width:100%;height:auto}
.plot .plot-legend svg{flex:none;width:1.5rem;height:.5rem;margin-top:.5rem}
.plot-legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:0 var(--space-4);font-size:var(--text-small)}
.plot-legend li{display:flex;gap:var(--space-2)}
.trace{fill:none;stroke:var(--link);stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}
.trace-1{stroke:var(--caution-border);stroke-dasharray:7 4}
.trace-2{stroke:var(--bad-border);stroke-dasharray:1 4}
.trace-3{stroke:var(--good-border);stroke-dasharray:10 4 1 4}
.trace-4{stroke:var(--quiet-border);stroke-dasharray:3 5}
.under{fill:var(--link);fill-opacity:.12;stroke:none}
.spark{display:block;width:8rem;height:1.875rem}
.spark .zero{stroke:var(--edge);fill:none}
`;
