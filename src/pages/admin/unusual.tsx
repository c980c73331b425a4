import type { VNode } from 'preact';
import type { ToneName } from '../../design/palette.js';
import { SYMBOL_PATHS } from '../../design/symbols.js';
import type { Overview, Unusual } from '../../monitor/types.js';
import { Mark, Part, toneClass } from '../parts.js';
import { EMPTY, NO_ANSWER, serviceName, unusualText } from './words.js';

/** From this share on a service does not do at all what it did. */
const MOST = 0.5;

/** What did not answer and what fails more than usual, before everything else. A tick says that all of it was looked at. */
export function Unusually({ overview }: { overview: Overview }): VNode {
  const { services } = overview;
  const silent = silentParts(overview);
  const found = (services ?? []).flatMap(({ service, unusual }) =>
    unusual.map((one) => ({ ...one, service })),
  );
  return (
    <Part id="unusual" title="Out of the ordinary">
      {silent.length + found.length > 0 && (
        <ul class="alerts">
          {silent.map((sentence) => (
            <SilentItem key={sentence} sentence={sentence} />
          ))}
          {found.map((one) => (
            <UnusualItem key={`${one.service} ${one.result}`} {...one} />
          ))}
        </ul>
      )}
      {services !== null && found.length === 0 && (
        <Calm isCompared={services.length > 0} isAllThere={silent.length === 0} />
      )}
    </Part>
  );
}

/** What is said of each that did not answer, once. */
function silentParts({ queue, resting, jobs, schedules, services, plots }: Overview): readonly string[] {
  const isStoreSilent = [jobs, schedules, services, plots].includes(null);
  return [
    ...(queue === null ? [NO_ANSWER.queue] : []),
    ...(isStoreSilent ? [NO_ANSWER.store] : []),
    ...(resting === null ? [NO_ANSWER.resting] : []),
  ];
}

function SilentItem({ sentence }: { sentence: string }): VNode {
  return (
    <li class={toneClass('caution')}>
      <Mark path={SYMBOL_PATHS['!']} />
      <div>
        <strong>{sentence}</strong>
      </div>
    </li>
  );
}

function Calm({ isCompared, isAllThere }: { isCompared: boolean; isAllThere: boolean }): VNode {
  if (!isCompared) return <p>{EMPTY.compared}</p>;
  if (!isAllThere) return <p>{EMPTY.unusual}</p>;
  return (
    <p class={`calm ${toneClass('good')}`}>
      <Mark path={SYMBOL_PATHS['✔']} />
      {EMPTY.unusual}
    </p>
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
