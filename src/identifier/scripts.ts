/** Scripts of living identifiers; a letter of another one counts as `Other`. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = (
  'Latin Cyrillic Greek Han Hiragana Katakana Hangul Bopomofo Arabic Hebrew Armenian Georgian Devanagari Bengali ' +
  'Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Thai Lao Tibetan Myanmar Khmer Ethiopic ' +
  'Cherokee Canadian_Aboriginal Mongolian Syriac Thaana Nko Tifinagh Lisu Coptic Yi Vai Adlam'
)
  .split(' ')
  .map((name) => [name, new RegExp(`\\p{Script_Extensions=${name}}`, 'u')]);

const NO_SCRIPT = /[\p{Script_Extensions=Common}\p{Script_Extensions=Inherited}]/u;

/** Augmented script sets (UTS #39 section 5.1): Japanese, Korean, and Chinese with Bopomofo mix these by nature. */
const AUGMENTED: Readonly<Record<string, readonly string[]>> = {
  Han: ['Jpan', 'Kore', 'Hanb'],
  Hiragana: ['Jpan'],
  Katakana: ['Jpan'],
  Hangul: ['Kore'],
  Bopomofo: ['Hanb'],
};

/** The scripts a character is used in, augmented; null for one that goes with every script. */
export function scriptsOf(character: string): readonly string[] | null {
  if (NO_SCRIPT.test(character)) return null;
  const own = SCRIPTS.filter(([, pattern]) => pattern.test(character)).map(([name]) => name);
  if (own.length === 0) return ['Other'];
  return [...own, ...own.flatMap((name) => AUGMENTED[name] ?? [])];
}

/** The scripts that all characters share, or null where every character goes with every script. */
function resolved(sets: readonly (readonly string[])[]): readonly string[] | null {
  const [first, ...rest] = sets;
  if (first === undefined) return null;
  return rest.reduce((common, set) => common.filter((one) => set.includes(one)), first);
}

/**
 * Mixed-script in the sense of UTS #39: no script covers all of `text`, and it is not Latin beside Japanese,
 * Korean or Chinese either (restriction level "Highly Restrictive"); digits of two decimal systems count too.
 */
export function hasMixedScripts(text: string): boolean {
  if (/^[\0-\x7f]*$/.test(text)) return false;
  const characters = [...new Set(text.normalize('NFD'))];
  const sets = characters.map(scriptsOf).filter((set) => set !== null);
  const all = resolved(sets);
  if (all === null || all.length > 0) return mixesDigits(characters);
  const others = resolved(sets.filter((set) => !set.includes('Latin')));
  return (
    !(others?.some((one) => one === 'Jpan' || one === 'Kore' || one === 'Hanb') ?? false) ||
    mixesDigits(characters)
  );
}

/** Decimal digits of two systems (UTS #39 section 5.3): each system's zero stands ten code points below its last. */
function mixesDigits(characters: readonly string[]): boolean {
  const systems = new Set<number>();
  for (const character of characters) {
    if (!/\p{Nd}/u.test(character)) continue;
    let zero = character.codePointAt(0) ?? 0;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && zero % 16 !== 0 && zero % 16 !== 6) zero--;
    systems.add(zero);
  }
  return systems.size > 1;
}
