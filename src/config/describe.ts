import { ROLES, type Role, type Variable, variables } from './variables.js';

/** Columns of a help text. */
const WIDTH = 80;
const all: readonly Variable<unknown>[] = Object.values(variables);

/** What the `--help` of a long-running command says about the environment. */
export function environmentHelp(role: Role): string {
  const lines = all
    .filter((variable) => variable.roles.includes(role))
    .flatMap((variable) => [
      `  ${variable.name}${variable.preset === null ? '' : ` (${variable.preset})`}`,
      ...wrapped(variable.about, '      '),
    ]);
  return ['Environment:', ...lines].join('\n');
}

/** The same for docs/configuration.md, which a test holds against it. */
export function configurationDocument(): string {
  const rows = all.map(
    (variable) =>
      `| \`${variable.name}\` | ${variable.preset === null ? '' : `\`${variable.preset}\``} | ${rolesOf(variable)} | ${cell(variable.about)} Expects ${cell(variable.expects)}. |`,
  );
  return `# Configuration

Environment variables of \`crossproof serve\`, \`worker\` and \`scheduler\`. They are checked at start: a wrong value, or a
name that begins with \`CROSSPROOF_\` and is not in this list, stops the program with one line that names it and exit
code 2. A variable that is set to nothing counts as not set. How to fetch (\`--cacert\`, \`--allow-address\` …) is said by
flags, as for every command.

| variable | default | read by | |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

const rolesOf = (variable: Variable<unknown>): string =>
  variable.roles.length === ROLES.length ? 'all' : variable.roles.join(', ');

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

function wrapped(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    if (line.length + word.length + 1 > WIDTH && line !== indent) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
