export const TABLE_CSS = `
table{border-collapse:collapse;width:100%;font-size:var(--text-small)}
caption{text-align:start;color:var(--muted);padding-bottom:var(--space-2)}
th,td{text-align:start;vertical-align:top;padding:var(--space-1) var(--space-2);border-bottom:1px solid var(--line);font-weight:400;overflow-wrap:anywhere}
thead th,tfoot th,tfoot td{font-weight:600}
`;
