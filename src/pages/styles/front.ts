/** The first page. */
export const FRONT_CSS = `
.hero>*+*{margin-top:var(--space-4)}
.hero h1{font-size:2.25rem}
.hero .lead{font-size:1.1rem}
.search-large{flex-wrap:wrap}
.search-large label{flex:0 0 100%;font-weight:600}
.search-large input{flex:1 1 16rem;font-size:1.05rem;padding:var(--space-3) var(--space-4)}
.search-large button{padding-inline:var(--space-5)}
@media (max-width:40rem){.hero h1{font-size:1.75rem}}
`;
