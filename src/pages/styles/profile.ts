/** What the page of a subject alone has. */
export const PROFILE_CSS = `
.names{list-style:none;padding:0;columns:18rem;font:var(--text-small)/1.5 var(--font-code)}
.names li{break-inside:avoid}
.key+.key{margin-top:var(--space-4)}
.key>*+*{margin-top:var(--space-2)}
`;
