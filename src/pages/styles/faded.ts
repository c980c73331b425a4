import { toneVariables } from '../../design/css-variables.js';

/** Nothing green stands in what is too old to be relied on. Stands after the styles of the pictures. */
export const FADED_CSS = `
.faded .tone-good{${toneVariables('quiet')}}
.faded .wire-mutual{stroke:var(--quiet-border);fill:var(--quiet-border)}
`;
