const IMPORT = /^import \{[^}]*\} from '\.\/([\w-]+\.js)';\n/gm;
const EXPORT = /^export (?=(?:async )?function |class |const )/gm;

/**
 * One module of several, each after what it imports. They are our own, compiled by `tsc`: named imports from files beside
 * them, exports where things are declared, no two names alike, and no template whose lines' ends or
 * beginnings mean anything. Statements end in `;`, none is empty, and no text holds what is made shorter below.
 *
 * @param {string} entry name of the file that imports the others, directly or not
 * @param {(name: string) => string} read text of a file
 */
export function joinModules(entry, read) {
  const texts = new Map();
  const add = (name) => {
    if (texts.has(name)) return;
    const text = read(name);
    texts.set(name, '');
    for (const [, imported] of text.matchAll(IMPORT)) add(imported);
    texts.delete(name);
    texts.set(name, text.replace(IMPORT, '').replace(EXPORT, ''));
  };
  add(entry);
  // Every reader of every page that embeds it fetches the whole, and a fifth of it would be white space.
  const joined = [...texts.values()].join('').replace(/^ +/gm, '');
  if (/^(?:import|export)\b(?!\.meta)/m.test(joined))
    throw new Error(`${entry}: an import or export is left`);
  return joined
    .replace(/([{};,()&])\n/g, '$1')
    .replace(/[;,]}/g, '}')
    .replaceAll(') {', '){');
}
