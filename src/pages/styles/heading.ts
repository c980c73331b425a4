/** Whom or what a page is about. */
export const HEADING_CSS = `
.heading .muted,.heading .lead{margin-top:var(--space-2)}
.heading h1 .code{font-size:1em}
@media (max-width:40rem){.heading h1{font-size:1.2rem}}
`;
