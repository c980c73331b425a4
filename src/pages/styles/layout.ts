/** Header, main column, footer and parts under their headings. */
export const LAYOUT_CSS = `
.column,main{width:100%;max-width:64rem;margin-inline:auto;padding-inline:var(--space-4)}
.site-header{border-bottom:1px solid var(--line);background:var(--surface)}
.site-header .column{display:flex;flex-wrap:wrap;gap:var(--space-2) var(--space-5);align-items:center;padding-block:var(--space-3)}
.brand{font-weight:700;color:var(--ink);text-decoration:none}
.site-header search{flex:1 1 18rem;min-width:0}
.search{display:flex;gap:var(--space-2)}
.search input{flex:1;font-family:var(--font-code);font-size:var(--text-small)}
main{flex:1;padding-block:var(--space-6)}
main>*+*{margin-top:var(--space-5)}
.part{border-top:1px solid var(--line);padding-top:var(--space-5)}
.part>*+*{margin-top:var(--space-3)}
.site-header nav{margin-inline-start:auto}
.site-footer{border-top:1px solid var(--line);color:var(--muted);font-size:var(--text-small);margin-top:var(--space-6)}
.site-footer .column{display:flex;flex-wrap:wrap;gap:var(--space-4);justify-content:space-between;padding-block:var(--space-4)}
.site-footer p{max-width:44rem}
@media (max-width:30rem){.site-header search{order:3;flex-basis:100%}main{padding-block:var(--space-5)}h1{font-size:1.4rem}}
`;
