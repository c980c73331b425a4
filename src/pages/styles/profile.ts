/** The page of a subject. */
export const PROFILE_CSS = `
.heading .muted,.heading .lead{margin-top:var(--space-2)}
.heading h1 .code{font-size:1em}
.verdict{display:grid;grid-template-columns:auto 1fr;gap:var(--space-4);align-items:center;background:var(--tone-fill);border:2px solid var(--tone-border);border-radius:calc(2*var(--corner));padding:var(--space-5);margin-top:var(--space-4)}
.verdict h2{font-size:var(--text-title);color:var(--tone-text);line-height:1.2}
.answer{font-size:var(--text-large);font-weight:600;line-height:1.3}
.verdict .facts,.verdict .notes{grid-column:1/-1}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:var(--space-4)}
.facts dt{font-size:var(--text-small)}
.facts dd strong{display:block;font-size:var(--text-large);line-height:1.3}
.facts dd .small{display:block}
.notes{padding-inline-start:1.2rem}
.alerts,.accounts{list-style:none;padding:0}
.alerts>li{display:flex;gap:var(--space-3);background:var(--tone-fill);border:1px solid var(--tone-border);border-radius:var(--corner);padding:var(--space-3) var(--space-4)}
.alerts>li>div{min-width:0}
.alerts>li+li{margin-top:var(--space-2)}
.alerts strong{display:block;color:var(--tone-text)}
.alerts strong::first-letter{text-transform:uppercase}
.accounts>li{display:grid;grid-template-columns:9.5rem 1fr;gap:var(--space-4);padding-block:var(--space-3)}
.accounts>li+li{border-top:1px solid var(--line)}
.account{min-width:0}
.account>*+*{margin-top:var(--space-1)}
.state{display:flex;gap:var(--space-2);color:var(--tone-text);font-weight:600}
.names{list-style:none;padding:0;columns:18rem;font:var(--text-small)/1.5 var(--font-code)}
.names li{break-inside:avoid}
.key+.key{margin-top:var(--space-4)}
.key>*+*{margin-top:var(--space-2)}

.again>*+:not(:empty){margin-top:var(--space-3)}
progress{width:100%;max-width:24rem;accent-color:var(--link)}
@media (max-width:40rem){.heading h1{font-size:1.2rem}.accounts>li{grid-template-columns:1fr;gap:var(--space-1)}.verdict{padding:var(--space-4)}.facts{grid-template-columns:1fr 1fr;gap:var(--space-3)}.mark-large{width:2.25rem;height:2.25rem}}
`;
