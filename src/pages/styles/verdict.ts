/** The answer in one glance, with the numbers behind it. */
export const VERDICT_CSS = `
.verdict{display:grid;grid-template-columns:auto 1fr;gap:var(--space-4);align-items:center;background:var(--tone-fill);border:2px solid var(--tone-border);border-radius:calc(2*var(--corner));padding:var(--space-5);margin-top:var(--space-4)}
.verdict h2{font-size:var(--text-title);color:var(--tone-text);line-height:1.2}
.answer{font-size:var(--text-large);font-weight:600;line-height:1.3}
.verdict .facts,.verdict .notes{grid-column:1/-1}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:var(--space-4)}
.facts dt{font-size:var(--text-small)}
.facts dd strong{display:block;font-size:var(--text-large);line-height:1.3}
.facts dd .small{display:block}
.notes{padding-inline-start:1.2rem}
.mark-large{width:3rem;height:3rem}
@media (max-width:40rem){.verdict{padding:var(--space-4)}.facts{grid-template-columns:1fr 1fr;gap:var(--space-3)}.mark-large{width:2.25rem;height:2.25rem}}
`;
