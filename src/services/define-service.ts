import type { Location } from './location.js';
import { compileService, type ServiceMatcher } from './match.js';
import type { Form, Service } from './service.js';
import { variablesOf } from './template.js';

/** Variables that every place and publish step may name beside the params. */
const ACCOUNT_VARIABLES: readonly string[] = ['uri', 'normalized'];
const PUBLISH_VARIABLES: readonly string[] = ['uri', 'resource', 'token', 'statement'];

/**
 * Checks a definition and compiles it. Throws a TypeError that says what is wrong: a service that could match by
 * accident, take quadratic time on a stranger's text or build a wrong URL must stop the program at its start.
 */
export function defineService(service: Service): ServiceMatcher {
  const fail = (message: string): never => {
    throw new TypeError(`service ${service.id}: ${message}`);
  };
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(service.id)) fail('its id is not a short kebab-case word');
  if (service.name.trim() === '') fail('it has no name');
  if (service.forms.length === 0) fail('it has no form');
  if (service.publish.length === 0) fail('it does not say how to publish');
  for (const [name, rule] of Object.entries(service.params)) {
    const wrong = wrongPattern(rule.pattern);
    if (wrong !== null) fail(`the pattern of ${name} ${wrong}`);
  }
  const names = Object.keys(service.params);
  for (const form of service.forms) checkForm(form, names, fail);
  for (const step of service.publish) {
    const wrong = variablesOf(`${step.where} ${step.value}`).find(
      (name) => ![...names, ...PUBLISH_VARIABLES].includes(name),
    );
    if (wrong !== undefined) fail(`its publish step names an unknown variable ${wrong}`);
  }
  const compiled = compileService(service);
  checkExamples(compiled, fail);
  return compiled;
}

/** The definitions in the order in which they are tried. Throws on an id that stands twice. */
export function defineCatalogue(services: readonly Service[]): readonly ServiceMatcher[] {
  const ids = services.map((service) => service.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new TypeError(`service ${twice}: two definitions have this id`);
  return services.map(defineService);
}

/** What is wrong with a pattern, or null. */
function wrongPattern(pattern: RegExp): string | null {
  const { source, flags } = pattern;
  if (!source.startsWith('^') || !/(?:^|[^\\])(?:\\\\)*\$$/.test(source))
    return 'is not anchored at both ends';
  if (/[gy]/.test(flags)) return 'has a flag that makes it keep state';
  const bare = source.replace(/\\./gu, 'x').replace(/\[(?:[^\]])*\]/gu, 'x');
  if (/\|/.test(bare.replace(/\([^()]*\)/g, 'x')))
    return 'has alternatives outside of a group, so its anchors do not hold';
  return /[*+]|\{\d*,\}/.test(bare) ? 'is unbounded' : null;
}

function checkForm(form: Form, params: readonly string[], fail: (message: string) => never): void {
  const own = variablesOf(form.canonical);
  for (const template of [form.canonical, ...(form.spellings ?? [])]) {
    const names = variablesOf(template);
    const unknown = names.find((name) => !params.includes(name));
    if (unknown !== undefined) fail(`${template} names an unknown param ${unknown}`);
    const missing = own.find((name) => !names.includes(name));
    if (missing !== undefined) fail(`${template} does not say ${missing}, which ${form.canonical} needs`);
  }
  const foreign = variablesOf(form.operator).find((name) => !own.includes(name));
  if (foreign !== undefined) fail(`its operator names an unknown param ${foreign}`);
  if (form.places.length === 0) fail(`${form.canonical} has no place to read`);
  for (const place of form.places) checkPlace(place, [...own, ...ACCOUNT_VARIABLES], own, form, fail);
}

function checkPlace(
  place: Location,
  known: readonly string[],
  own: readonly string[],
  form: Form,
  fail: (message: string) => never,
): void {
  for (const template of templatesOf(place)) {
    const unknown = variablesOf(template).find((name) => !known.includes(name));
    if (unknown !== undefined) fail(`the place ${place.where} names an unknown variable ${unknown}`);
    // Only what stands raw in the account's own URI may stand raw in another.
    const raw = [...template.matchAll(/\{\+([a-zA-Z0-9]+)\}/g)].map((match) => match[1] ?? '');
    const unescaped = raw.find(
      (name) => !ACCOUNT_VARIABLES.includes(name) && !form.canonical.includes(`{+${name}}`),
    );
    if (unescaped !== undefined) fail(`the place ${place.where} uses ${unescaped} unescaped`);
  }
  if (place.kind !== 'record') return;
  for (const mention of place.mentions ?? []) {
    const names = variablesOf(mention.link);
    if (!names.some((name) => own.includes(name)))
      fail(`its link ${mention.link} is not bound to the account`);
    checkPlace(mention.place, [...known, ...names], own, form, fail);
  }
}

/** Every template in a place. */
export function templatesOf(place: Location): readonly string[] {
  switch (place.kind) {
    case 'dns':
      return [place.name];
    case 'record':
      return [place.url, ...place.owner.map((rule) => rule.equals)];
    case 'step':
      return place.asks.map((ask) => (ask.as === 'txt' ? ask.name : ask.url));
    default:
      return [place.url];
  }
}

function checkExamples({ service, match }: ServiceMatcher, fail: (message: string) => never): void {
  const { examples } = service;
  if (examples.matches.length === 0) fail('it has no example that matches');
  if (examples.rejects.length === 0) fail('it has no example that it rejects');
  for (const [spelling, canonical] of examples.matches) {
    const found = match(spelling)?.uri;
    if (found !== canonical) fail(`its example ${spelling} gives ${found}, not ${canonical}`);
    if (match(canonical)?.uri !== canonical) fail(`the canonical ${canonical} is not its own`);
  }
  for (const reject of examples.rejects)
    if (match(reject) !== null) fail(`its example ${reject} is not rejected`);
  for (const uri of [examples.claimed, examples.unclaimed, ...Object.values(examples.fixtures)]) {
    if (match(uri) === null) fail(`its example ${uri} does not match`);
  }
}
