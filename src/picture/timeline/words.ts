import { dateText } from '../../design/age.js';
import { VERDICTS } from '../../report/wording.js';
import type { Timeline } from './model.js';

export const STRIP_TITLE = 'The verdict over time';
/** Before the date on which the drawing begins, where the history is longer. */
export const EARLIER = 'earlier, and from ';
export const MORE = 'Earlier changes are not shown.';

/** The same as the strip says, in words; what changed is in the list. */
export function stripDescription({ bands, isOpen }: Timeline): string {
  const parts = bands.map(
    ({ verdict, from, to }) => `${VERDICTS[verdict].word} from ${dateText(from)} to ${dateText(to)}`,
  );
  return `${isOpen ? 'There was more before. ' : ''}The verdict was ${parts.join(', ')}.`;
}
