import type { VNode } from 'preact';
import type { ToneName } from '../../design/palette.js';
import { SYMBOL_PATHS } from '../../design/symbols.js';
import type { ServiceHealth, Unusual } from '../../monitor/types.js';
import { Mark, Part, toneClass } from '../parts.js';
import { EMPTY, NO_ANSWER, serviceName, unusualText } from './words.js';

/** From this share on a service does not do at all what it did. */
const MOST = 0.5;

/** What fails more than usual, before everything else. */
export function Unusually({ services }: { services: readonly ServiceHealth[] | null }): VNode {
  const found = (services ?? []).flatMap(({ service, unusual }) =>
    unusual.map((one) => ({ ...one, service })),
  );
  return (
    <Part id="unusual" title="Out of the ordinary">
      {services === null && <p>{NO_ANSWER.store}</p>}
      {services !== null && found.length === 0 && (
        <p class={`calm ${toneClass('good')}`}>
          <Mark path={SYMBOL_PATHS['✔']} />
          {services.length === 0 ? EMPTY.compared : EMPTY.unusual}
        </p>
      )}
      {found.length > 0 && (
        <ul class="alerts">
          {found.map((one) => (
            <UnusualItem key={`${one.service} ${one.result}`} {...one} />
          ))}
        </ul>
      )}
    </Part>
  );
}

function UnusualItem({ service, ...unusual }: Unusual & { service: string }): VNode {
  const tone: ToneName = unusual.count >= MOST * unusual.of ? 'bad' : 'caution';
  return (
    <li class={toneClass(tone)}>
      <Mark path={SYMBOL_PATHS[tone === 'bad' ? '✘' : '!']} />
      <div>
        <strong>{serviceName(service)}</strong>
        <p>{unusualText(unusual)}</p>
        <p class="small muted">{Math.round(unusual.evidence)} decibans against its being chance.</p>
      </div>
    </li>
  );
}
