import type { VNode } from 'preact';
import { dayText } from '../../design/age.js';
import { numberText, percentText } from '../../design/number-text.js';
import { FAILING, READING_RESULTS, type ServiceHealth } from '../../monitor/types.js';
import { sumOf } from '../../monitor/unusual.js';
import { rowsOf, Sparkline } from '../../picture/index.js';
import { Part } from '../parts.js';
import { Scroll } from './scroll.js';
import { EMPTY, NO_ANSWER, RESULTS, serviceName } from './words.js';

/** Of a week, which is what is known of each service. */
const DAYS = 7;
const TABLE = 'Readings of the last day, and the share that failed in the last week';
const SHARES = 'The share that failed, by day: the highest hour of each';

/** Every service that was read lately: what is unusual first. */
export function Services({ services }: { services: readonly ServiceHealth[] | null }): VNode {
  return (
    <Part id="services" title="Services">
      {services === null && <p>{NO_ANSWER.store}</p>}
      {services?.length === 0 && <p>{EMPTY.services}</p>}
      {services !== null && services.length > 0 && (
        <>
          <Scroll label={TABLE}>
            <ServiceTable services={services} />
          </Scroll>
          <details>
            <summary>What the columns mean</summary>
            <dl class="meanings">
              {READING_RESULTS.map((result) => (
                <div key={result}>
                  <dt>{RESULTS[result].head}</dt>
                  <dd>{RESULTS[result].meaning}</dd>
                </div>
              ))}
            </dl>
          </details>
          <details>
            <summary>The shares as numbers</summary>
            <Scroll label={SHARES}>
              <ShareTable services={services} />
            </Scroll>
          </details>
        </>
      )}
    </Part>
  );
}

function ServiceTable({ services }: { services: readonly ServiceHealth[] }): VNode {
  return (
    <table class="numbers">
      <caption>{TABLE}</caption>
      <thead>
        <tr>
          <th scope="col">service</th>
          {READING_RESULTS.map((result) => (
            <th scope="col" key={result}>
              {RESULTS[result].head}
            </th>
          ))}
          <th scope="col">failed</th>
          <th scope="col">last week</th>
        </tr>
      </thead>
      <tbody>
        {services.map(({ service, recent, failing }) => (
          <tr key={service}>
            <th scope="row">{serviceName(service)}</th>
            {READING_RESULTS.map((result) => (
              <td key={result}>{numberText(recent[result])}</td>
            ))}
            <td>{failedText(recent)}</td>
            <td>
              <Sparkline title={`${serviceName(service)}, the share that failed`} points={failing} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function failedText(recent: ServiceHealth['recent']): string {
  const of = sumOf(recent, READING_RESULTS);
  return shareText(of === 0 ? null : sumOf(recent, FAILING) / of);
}

function ShareTable({ services }: { services: readonly ServiceHealth[] }): VNode {
  const days = rowsOf(
    services.map(({ service, failing }) => ({ name: service, points: failing })),
    DAYS,
  );
  return (
    <table class="numbers">
      <caption>{SHARES}</caption>
      <thead>
        <tr>
          <th scope="col">service</th>
          {days.map(({ at }) => (
            <th scope="col" key={at}>
              from <time dateTime={at}>{dayText(at)}</time>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {services.map(({ service }, index) => (
          <tr key={service}>
            <th scope="row">{serviceName(service)}</th>
            {days.map(({ at, values }) => (
              <td key={at}>{shareText(values[index] ?? null)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const shareText = (share: number | null): string => (share === null ? 'none read' : percentText(share));
