import { describe, expect, it } from 'vitest';
import { STANDINGS, STATE_LOOKS } from '../../src/design/appearance.js';
import { designDocument } from '../../src/design/document.js';
import { ACCOUNT_STATES } from '../../src/graph/types.js';
import { STATES, VERDICTS } from '../../src/report/wording.js';

describe('what is written about the design', () => {
  it('is docs/design.md, to the letter (vitest -u writes it anew)', async () => {
    await expect(designDocument()).toMatchFileSnapshot('../../docs/design.md');
  });

  it('has the words that the command line has', () => {
    for (const state of ACCOUNT_STATES) expect(STATE_LOOKS[state]).toMatchObject(STATES[state]);
    for (const verdict of ['consistent', 'weak', 'conflicting', 'none'] as const)
      expect(STANDINGS[verdict]).toMatchObject(VERDICTS[verdict]);
  });
});
