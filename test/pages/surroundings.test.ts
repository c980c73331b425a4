import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPasted } from '../../src/pages/front/pasted.js';
import { readPastedAccount } from '../../src/pages/publish/pasted-account.js';
import { withoutAfter, withoutBefore } from '../../src/pages/surroundings.js';

const [BEFORE, AFTER] = [[...' \n<("\'`'], [...' \n>)"\'`,;']];
const some = (signs: readonly string[]) =>
  fc.array(fc.constantFrom(...signs), { maxLength: 6 }).map((all) => all.join(''));
/** Characters: one look at each is nothing, one look at each from each would outlast every test. */
const MUCH = 4_000_000;

describe('what stands around a name', () => {
  it('is taken off, and the name stays as it is', () => {
    fc.assert(
      fc.property(some(BEFORE), some(AFTER), (before, after) => {
        const text = `${before}a (b), c${after}`;
        expect(withoutAfter(withoutBefore(text))).toBe('a (b), c');
      }),
    );
  });

  it('may be all that there is', () => {
    expect([withoutBefore('(( '), withoutAfter(' ))'), withoutBefore(''), withoutAfter('')]).toEqual([
      ...['', '', '', ''],
    ]);
  });

  it.each([')', ';', ',', ' ', '('])('is looked at once, however much of it there is: %s', (sign) => {
    const text = `x${sign.repeat(MUCH)}x`;
    expect(readPasted(text).ok).toBe(false);
    expect(readPastedAccount(text)).toHaveProperty('unsupported');
  });
});
