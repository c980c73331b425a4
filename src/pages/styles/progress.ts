/** A verification that is asked for, and how far it is. */
export const PROGRESS_CSS = `
.again>*+:not(:empty){margin-top:var(--space-3)}
progress{width:100%;max-width:24rem;accent-color:var(--link)}
`;
