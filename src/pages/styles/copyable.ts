/** Text to be copied whole, with its button. */
export const COPYABLE_CSS = `
.copyable{display:flex;gap:var(--space-2);align-items:flex-start}
.copyable pre{flex:1;min-width:0;background:var(--surface);border:1px solid var(--line);border-radius:var(--corner);padding:var(--space-2) var(--space-3);white-space:pre-wrap;overflow-wrap:anywhere;font:var(--text-small)/1.5 var(--font-code)}
.copyable code{font:inherit}
.copyable .long{max-height:16rem;overflow:auto}
@media (max-width:40rem){.copyable{flex-direction:column}.copyable pre{align-self:stretch}}
[data-copied=yes]::after{content:" \\2714"}
[data-copied=no]::after{content:" \\2718"}
`;
