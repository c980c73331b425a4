/** The form by which an operator signs in. */
export const SIGN_IN_CSS = `
.sign-in{max-width:32rem}
.sign-in>*+*{margin-top:var(--space-4)}
.sign-in form{display:flex;flex-wrap:wrap;gap:var(--space-2)}
.sign-in label{flex:0 0 100%;font-weight:600}
.sign-in input{flex:1 1 14rem}
`;
