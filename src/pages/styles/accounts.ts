/** Accounts, each with its state. */
export const ACCOUNTS_CSS = `
.accounts{list-style:none;padding:0}
.accounts>li{display:grid;grid-template-columns:9.5rem 1fr;gap:var(--space-4);padding-block:var(--space-3)}
.accounts>li+li{border-top:1px solid var(--line)}
.account{min-width:0}
.account>*+*{margin-top:var(--space-1)}
.state{display:flex;gap:var(--space-2);color:var(--tone-text);font-weight:600}
@media (max-width:40rem){.accounts>li{grid-template-columns:1fr;gap:var(--space-1)}}
`;
