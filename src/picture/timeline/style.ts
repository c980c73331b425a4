/** Verdicts over time, as a drawing and as a list. */
export const TIMELINE_CSS = `
.picture .dot{fill:var(--tone-text);stroke:var(--page);stroke-width:2}
.picture .band{fill:var(--tone-fill);stroke:var(--tone-border)}
.timeline{list-style:none;margin:0;padding:0}
.timeline>li{border-inline-start:2px solid var(--line);padding:0 0 var(--space-4) var(--space-4)}
.timeline time{color:var(--muted);font-size:var(--text-small)}
.timeline ul{list-style:none;margin:0;padding:0}
.timeline li li{display:flex;gap:var(--space-2);overflow-wrap:anywhere}
.timeline .icon{flex:none;width:1rem;height:1rem;margin-top:.25rem}
.timeline bdi{font-family:var(--font-code)}
`;
