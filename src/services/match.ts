import type { Form, Service } from './service.js';
import { compileTemplate, fillTemplate, type Matcher } from './template.js';

/** What an account URI is to a service. */
export interface FormMatch {
  readonly form: Form;
  /** Decoded and folded. */
  readonly params: Readonly<Record<string, string>>;
  /** The canonical URI. */
  readonly uri: string;
}

interface CompiledForm {
  readonly form: Form;
  /** The canonical template's first. */
  readonly matchers: readonly Matcher[];
}

/** A service with its templates compiled, once. */
export interface ServiceMatcher {
  readonly service: Service;
  match(uri: string): FormMatch | null;
}

/** Compiles the templates of a service. Throws on a template that cannot be one. */
export function compileService(service: Service): ServiceMatcher {
  const forms = service.forms.map(
    (form): CompiledForm => ({
      form,
      matchers: [form.canonical, ...(form.spellings ?? [])].map(compileTemplate),
    }),
  );
  return {
    service,
    match(uri) {
      for (const compiled of forms) {
        const found = matchForm(service, compiled, uri);
        if (found !== null) return found;
      }
      return null;
    },
  };
}

function matchForm(service: Service, { form, matchers }: CompiledForm, uri: string): FormMatch | null {
  for (const [index, matcher] of matchers.entries()) {
    const raw = matcher.match(uri);
    const params = raw === null ? null : checkedParams(service, raw);
    if (raw === null || params === null || form.accepts?.(params) === false) continue;
    const folded = Object.keys(raw).some((name) => raw[name] !== params[name]);
    // Escaping anew what is in normal form already could only spoil it.
    const verbatim = index === 0 && !folded && (!uri.endsWith('/') || endsOpen(form.canonical));
    return { form, params, uri: verbatim ? uri : fillTemplate(form.canonical, params) };
  }
  return null;
}

/** A last slash is part of such a URI, not a spelling of it. */
function endsOpen(template: string): boolean {
  return template.endsWith('/') || /\{\+[a-zA-Z0-9]+\}$/.test(template);
}

function checkedParams(
  service: Service,
  raw: Readonly<Record<string, string>>,
): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw)) {
    const rule = service.params[name];
    const folded = rule?.fold === 'lower' ? value.toLowerCase() : value;
    if (rule === undefined || !rule.pattern.test(folded)) return null;
    params[name] = folded;
  }
  return params;
}
