import type { Find } from '../../evidence/types.js';
import { scanCandidates } from '../../extract/candidates.js';
import type { Failure } from './types.js';

/** Everything of a find but the claim itself. */
export type FindFrame = Omit<Find, 'kind' | 'text' | 'container'>;

/** A text that stands where only a statement may: whether it is one, and whether it holds, the verifier says. */
export function statementFind(text: string, frame: FindFrame): Find {
  return { ...frame, kind: 'statement', text, container: text.includes('~') ? 'sd-jwt' : 'jwt' };
}

/** The claims that stand in a text as whole words. */
export function findsInText(text: string, frame: FindFrame): { finds: readonly Find[]; failure?: Failure } {
  const { candidates, overflow } = scanCandidates(text);
  const finds = candidates.map((candidate): Find => ({ ...frame, ...candidate }));
  return overflow
    ? { finds, failure: { reason: 'limit', detail: `${frame.where}: too many claims` } }
    : { finds };
}

/** Without repetitions of a claim that counts the same. */
export function distinctFinds(finds: readonly Find[]): readonly Find[] {
  const seen = new Set<string>();
  return finds.filter((find) => {
    const key = [find.kind, find.servedBy ?? '', find.strength ?? '', find.hostWide === true, find.text].join(
      '\n',
    );
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
