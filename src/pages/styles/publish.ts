/** The page that helps to publish, and its wizard. */
export const PUBLISH_CSS = `
.wizard{border:2px solid var(--edge);border-radius:calc(2*var(--corner));padding:var(--space-5)}
.wizard>*+*{margin-top:var(--space-5)}
.wizard>[role=status]:empty{margin:0}
.wizard>[role=status]:not(:empty){position:sticky;top:0;z-index:1;background:var(--page);padding-block:var(--space-3);border-bottom:1px solid var(--line);font-weight:600}
.wizard section>*+*,.wizard form>*+*{margin-top:var(--space-3)}
.wizard form label{display:block;font-weight:600}
.wizard form input,.wizard textarea{display:block;width:100%;font-family:var(--font-code)}
.row{display:flex;flex-wrap:wrap;gap:var(--space-3)}
.value{white-space:pre-wrap;overflow-wrap:anywhere;font:var(--text-small)/1.5 var(--font-code)}
@media (max-width:40rem){.wizard{padding:var(--space-4)}}
.wizard li{overflow-wrap:anywhere}
.wizard form label+p{margin-top:var(--space-1)}
.wizard form *+label{margin-top:var(--space-5)}
.wizard details>*+*{margin-top:var(--space-3)}
.wizard .accounts details{border:0;padding:0}
.wizard [data-after] *+p{margin-top:var(--space-3)}
.wizard .long{max-height:7rem;overflow:auto}
.wizard [aria-invalid=true]{border-color:var(--bad-border);border-width:2px}
.wizard [role=status]{overflow-wrap:anywhere}
.file{position:relative}
.file .hidden:focus-visible+.button{outline:3px solid var(--focus);outline-offset:2px}
`;
