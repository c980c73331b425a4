/** The wizard of the page that helps to publish; the rest of that page is in `FRONT_CSS`. */
export const PUBLISH_CSS = `
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
.file .hidden:focus-visible{position:absolute;width:1px;height:1px;clip-path:inset(50%)}
`;
