import { alertLook, STANDINGS, STATE_LOOKS } from '../../design/appearance.js';
import type { ToneName } from '../../design/palette.js';
import { SYMBOL_PATHS } from '../../design/symbols.js';
import type { Change } from '../../report/changes.js';
import { type Mark, VERDICTS } from '../../report/wording.js';
import type { Verdict } from '../../score/verdict.js';

/** A sign and a tone: what `Sign` draws. */
export interface ChangeLook {
  readonly path: string;
  readonly tone: ToneName;
}

const look = (mark: Mark, tone: ToneName): ChangeLook => ({ path: SYMBOL_PATHS[mark], tone });

/** How one change looks beside its sentence. */
export function lookOf({ kind, from, to, state, code }: Change): ChangeLook {
  switch (kind) {
    case 'first-seen':
    case 'verdict-changed':
      return isVerdict(to) ? STANDINGS[to] : look('○', 'quiet');
    case 'key-changed':
      // The first one takes no other's place.
      return from === null ? look('○', 'quiet') : look('!', 'bad');
    case 'alert-raised':
      return code ? alertLook(code) : look('!', 'bad');
    case 'operators-changed':
      return Number(to) > Number(from) ? look('✔', 'good') : look('!', 'caution');
    case 'account-confirmed':
      return look('✔', 'good');
    case 'account-unconfirmed':
      return state ? STATE_LOOKS[state] : look('–', 'quiet');
    case 'alert-cleared':
      return look('–', 'quiet');
    case 'nothing-read':
      return look('?', 'caution');
  }
}

export function isVerdict(value: Change['from']): value is Verdict {
  return typeof value === 'string' && Object.hasOwn(VERDICTS, value);
}

const GRAVITY: readonly ToneName[] = ['bad', 'caution', 'good', 'quiet'];

/** Of several changes at once the tone of the gravest. */
export function gravest(changes: readonly Change[]): ToneName {
  const tones = new Set(changes.map((change) => lookOf(change).tone));
  return GRAVITY.find((tone) => tones.has(tone)) ?? 'quiet';
}
