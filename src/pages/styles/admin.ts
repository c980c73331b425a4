/** The operator's view. */
export const ADMIN_CSS = `
.admin-top{display:flex;flex-wrap:wrap;gap:var(--space-4);justify-content:space-between;align-items:start}
.calm{display:flex;gap:var(--space-2)}
.plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(18.5rem,100%),1fr));gap:var(--space-5)}
.plots>div{min-width:0}
.plots>div>*+*{margin-top:var(--space-2)}
.scroll{overflow-x:auto}
.numbers{font-variant-numeric:tabular-nums}
.numbers td,.numbers thead th+th{text-align:end;overflow-wrap:normal}
.scroll .numbers th,.scroll .numbers td{white-space:nowrap}
.numbers .spark{margin-inline-start:auto}
.listing thead th,.listing td:last-child{overflow-wrap:normal}
.meanings>div{display:grid;grid-template-columns:7rem 1fr;gap:var(--space-3)}
.meanings dt{font-weight:600}
`;
