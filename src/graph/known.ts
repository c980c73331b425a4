import { mergeDisclosures } from '../verify/index.js';
import type { Statement } from '../verify/types.js';
import type { AccountView, KnownStatement, Vertex } from './types.js';
import { compare } from './vertex.js';

/** One signing input, gathered from everywhere it was seen. */
class Gathered {
  readonly texts = new Map<string, Statement>();
  readonly openly = new Set<string>();
  readonly shownAt = new Set<string>();
  atProvider = false;
  shown = false;
  inHistory = false;

  /** `openly`: what this copy names may be told to others, since the subject's own provider shows it. */
  add(statement: Statement, openly: boolean): void {
    this.texts.set(statement.text, statement);
    const disclosed = new Set(statement.disclosed);
    for (const { uri } of [...statement.accounts, ...statement.unsupported])
      if (openly || !disclosed.has(uri)) this.openly.add(uri);
  }
}

/**
 * The distinct statements for the subject: those shown today and those remembered. Two are the same when their
 * signing inputs are; the accounts of one are the union of the disclosures seen for it (profile section 1).
 */
export function knownStatements(
  subject: Vertex,
  views: readonly AccountView[],
  remembered: readonly Statement[],
): KnownStatement[] {
  const byDigest = new Map<string, Gathered>();
  const gather = (statement: Statement): Gathered => {
    const gathered = byDigest.get(statement.digest) ?? new Gathered();
    byDigest.set(statement.digest, gathered);
    return gathered;
  };
  for (const view of views)
    for (const { statement, via, strength, hostWide } of view.statements) {
      if (statement.sub !== subject.uri) continue;
      if (hostWide && !namesAccount(statement, view.vertex.uri)) continue;
      const own = view.vertex.uri === subject.uri && via === null;
      const gathered = gather(statement);
      gathered.add(statement, own);
      gathered.shown = true;
      // Where anybody may write, showing it says nothing about who runs the place.
      if (strength === 'unattributed') continue;
      gathered.shownAt.add(via ?? view.vertex.operator);
      if (own) gathered.atProvider = true;
    }
  for (const statement of remembered) {
    if (statement.sub !== subject.uri) continue;
    const gathered = gather(statement);
    gathered.add(statement, false);
    gathered.inHistory = true;
  }
  const known = [...byDigest.values()].map((gathered) => merged(gathered, subject.uri));
  return markEquivocal(known).sort((a, b) => compare(a.statement.digest, b.statement.digest));
}

function merged(gathered: Gathered, subject: string): KnownStatement {
  // By text, so that the order of observations changes nothing.
  const copies = [...gathered.texts].sort(([a], [b]) => compare(a, b)).map(([, statement]) => statement);
  const [statement] = mergeDisclosures(copies);
  if (!statement) throw new Error('a statement without a text');
  const spellings = new Map<string, Set<string>>();
  for (const copy of copies)
    for (const [uri, texts] of Object.entries(copy.spellings)) {
      const all = spellings.get(uri) ?? new Set<string>();
      for (const text of texts) all.add(text);
      spellings.set(uri, all);
    }
  // `sub` itself always counts as named (profile section 4).
  const names = new Set([subject]);
  for (const { accounts, unsupported } of copies)
    for (const { uri } of [...accounts, ...unsupported]) names.add(uri);
  return {
    statement,
    names,
    privately: new Set([...names].filter((uri) => uri !== subject && !gathered.openly.has(uri))),
    spellings: new Map([...spellings].map(([uri, texts]) => [uri, [...texts].sort()])),
    shownAt: gathered.shownAt,
    atProvider: gathered.atProvider,
    remembered: !gathered.shown,
    inHistory: gathered.inHistory,
    equivocal: false,
  };
}

/** Two different statements of one key with one seq, both valid today: neither leads (profile section 1). */
function markEquivocal(known: readonly KnownStatement[]): KnownStatement[] {
  const count = new Map<string, number>();
  const seqOf = ({ statement }: KnownStatement) => `${statement.key} ${statement.seq}`;
  for (const k of known) if (!k.statement.expired) count.set(seqOf(k), (count.get(seqOf(k)) ?? 0) + 1);
  return known.map((k) => ({ ...k, equivocal: !k.statement.expired && (count.get(seqOf(k)) ?? 0) > 1 }));
}

/** The statement's own list has this account, or it is its subject. */
export function namesAccount(statement: Statement, uri: string): boolean {
  return statement.sub === uri || statement.accounts.some((account) => account.uri === uri);
}
