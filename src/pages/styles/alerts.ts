/** What has to be seen first, each in its own box. */
export const ALERTS_CSS = `
.alerts{list-style:none;padding:0}
.alerts>li{display:flex;gap:var(--space-3);background:var(--tone-fill);border:1px solid var(--tone-border);border-radius:var(--corner);padding:var(--space-3) var(--space-4)}
.alerts>li>div{min-width:0}
.alerts>li+li{margin-top:var(--space-2)}
.alerts strong{display:block;color:var(--tone-text)}
.alerts strong::first-letter{text-transform:uppercase}
`;
