import { type Elements, write } from './publish-elements.js';
import type { Place, Plan } from './publish-plan.js';
import { proofToken } from './statement.js';

/** Characters of a value that stands in full: a token, and a script element without its statement. */
const MAX_SHOWN = 200;

/** What a place has to show. */
interface Material {
  readonly statement: string;
  readonly thumbprint: string;
}

/** One item for each account, with the exact words to put there. */
export async function drawPlaces(elements: Elements, plan: Plan, material: Material): Promise<void> {
  const tokens = await Promise.all(
    plan.places.map(({ account }) => proofToken(material.thumbprint, account)),
  );
  const items = plan.places.map((place, at) =>
    drawPlace(elements, place, { statement: material.statement, token: tokens[at] ?? '' }, `place-${at}`),
  );
  elements.placeList.replaceChildren(...items);
}

function drawPlace(
  elements: Elements,
  { account, service, steps }: Place,
  values: { readonly statement: string; readonly token: string },
  id: string,
): HTMLElement {
  const item = document.createElement('li');
  item.dataset.account = account;
  item.append(elements.copyOf('place'));
  write(item, 'data-place-account', account);
  write(item, 'data-place-service', service);
  write(item, 'data-place-name', `: ${account}`);
  const list = item.querySelector('[data-place-steps]');
  steps.forEach(({ where, what, value }, at) => {
    const step = document.createElement('li');
    step.append(elements.copyOf('step'));
    write(step, 'data-step-where', where);
    write(step, 'data-step-what', what);
    write(step, 'data-step-name', ` ${what} for ${account}`);
    // Each once: a value that holds braces of its own is not filled again.
    const filled = value.replace(
      /\{(token|statement)\}/g,
      (_all, name: 'token' | 'statement') => values[name],
    );
    const text = write(step, 'data-step-value', filled);
    if (text) {
      text.id = `${id}-${at}`;
      // Scrolls in its place, by keyboard too.
      if (filled.length > MAX_SHOWN) text.tabIndex = 0;
      text.classList.toggle('long', filled.length > MAX_SHOWN);
    }
    const button = step.querySelector<HTMLElement>('button[data-copy]');
    if (button) {
      button.dataset.copy = `${id}-${at}`;
      button.hidden = false;
    }
    list?.append(step);
  });
  return item;
}

/**
 * What a verification found at each account.
 * @returns how many do not show their proof
 */
export function showStates(
  elements: Elements,
  accounts: readonly { readonly account: string; readonly state: string; readonly reason: string }[],
): number {
  const found = new Map(accounts.map((one) => [one.account, one]));
  const items = [...elements.placeList.querySelectorAll<HTMLElement>('[data-account]')];
  for (const item of items) {
    const { state, reason } = found.get(item.dataset.account ?? '') ?? { state: '', reason: NOT_TOLD };
    item.dataset.state = state;
    const look = state === '' ? [] : [elements.copyOf(`look="${state}"`)];
    item.querySelector('[data-place-state]')?.replaceChildren(...look);
    write(item, 'data-place-reason', reason);
    // What is done needs no words.
    item.querySelector('details')?.toggleAttribute('open', state !== 'consistent');
  }
  return items.filter((item) => item.dataset.state !== 'consistent').length;
}

const NOT_TOLD = 'This verification says nothing of it.';
