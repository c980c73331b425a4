import type { Answer, ApiServer, AskOptions } from './api-server.js';

export const HTML = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

type Asking = Pick<ApiServer, 'ask'>;

/** Sends a form as a browser does. */
export function sendForm(
  api: Asking,
  path: string,
  fields: Readonly<Record<string, string>> = {},
  how: AskOptions = {},
): Promise<Answer> {
  const headers = { ...HTML, ...FORM, ...how.headers };
  return api.ask(path, { method: 'POST', body: `${new URLSearchParams(fields)}`, ...how, headers });
}

/** Signs in; gives the cookie as a browser sends it. */
export async function signIn(api: Asking, token: string, how: AskOptions = {}): Promise<string> {
  const answer = await sendForm(api, '/admin/session', { token }, how);
  const cookie = cookieIn(answer);
  if (answer.status !== 303 || cookie === null) throw new Error(`not signed in: ${answer.status}`);
  return cookie;
}

/** Name and value of what a Set-Cookie field sets, without its attributes. */
export function cookieIn({ headers }: Answer): string | null {
  const [field] = [headers['set-cookie'] ?? []].flat();
  return field?.split(';', 1)[0] ?? null;
}
