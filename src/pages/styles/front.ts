/** The first page, and the one that helps to publish. */
export const FRONT_CSS = `
.hero>*+*{margin-top:var(--space-4)}
.hero h1{font-size:2.25rem}
.hero .lead{font-size:1.1rem}
.search-large{flex-wrap:wrap}
.search-large label{flex:0 0 100%;font-weight:600}
.search-large input{flex:1 1 16rem;font-size:1.05rem;padding:var(--space-3) var(--space-4)}
.search-large button{padding-inline:var(--space-5)}
.message{background:var(--tone-fill);border:1px solid var(--tone-border);border-radius:var(--corner);padding:var(--space-3) var(--space-4)}
.button{display:inline-block;border:1px solid var(--edge);border-radius:var(--corner);padding:var(--space-2) var(--space-4);text-decoration:none;cursor:pointer;color:inherit;background:var(--surface)}
.button.primary{color:var(--page);background:var(--link)}
.hidden:focus-visible{position:static;width:auto;height:auto;clip-path:none}
.wizard{border:2px solid var(--edge);border-radius:calc(2*var(--corner));padding:var(--space-5)}
.wizard>*+*{margin-top:var(--space-5)}
.wizard>[role=status]:empty{margin:0}
.wizard>[role=status]:not(:empty){position:sticky;top:0;z-index:1;background:var(--page);padding-block:var(--space-3);border-bottom:1px solid var(--line);font-weight:600}
.wizard section>*+*,.wizard form>*+*{margin-top:var(--space-3)}
.wizard form label{display:block;font-weight:600}
.wizard form input,.wizard textarea{display:block;width:100%;font-family:var(--font-code)}
.row{display:flex;flex-wrap:wrap;gap:var(--space-3)}
.value{white-space:pre-wrap;overflow-wrap:anywhere;font:var(--text-small)/1.5 var(--font-code)}
ol{padding-inline-start:1.4rem}
ol>li+li{margin-top:var(--space-2)}
@media (max-width:40rem){.hero h1{font-size:1.75rem}.wizard{padding:var(--space-4)}}
`;
