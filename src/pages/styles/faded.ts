const quiet = ['text', 'fill', 'border'].map((role) => `--tone-${role}:var(--quiet-${role})`).join(';');

/** Nothing green stands in what is too old to be relied on. Stands after the style sheet of the pictures. */
export const FADED_CSS = `
.faded .tone-good{${quiet}}
.faded .wire-mutual{stroke:var(--quiet-border);fill:var(--quiet-border)}
`;
