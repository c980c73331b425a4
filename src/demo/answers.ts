/** What a site says to one request. */
export interface SiteAnswer {
  readonly status: number;
  /** Lower-case names; `content-length` and `date` are added by the server. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What a site is told of one request. */
export interface SiteRequest {
  readonly method: string;
  readonly host: string;
  /** As sent, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Aborted when whoever asked has gone away before the answer. */
  readonly signal: AbortSignal;
}

/** One host of the small internet. */
export type SiteHandler = (request: SiteRequest) => SiteAnswer | Promise<SiteAnswer>;

/** A page. `status` is 200 unless given. */
export function html(body: string, status = 200): SiteAnswer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

/** A JSON document; `type` where the protocol has a media type of its own. */
export function json(value: unknown, type = 'application/json; charset=utf-8', status = 200): SiteAnswer {
  return { status, headers: { 'content-type': type }, body: JSON.stringify(value) };
}

export function text(body: string, type = 'text/plain; charset=utf-8', status = 200): SiteAnswer {
  return { status, headers: { 'content-type': type }, body };
}

/** One statement, as a well-known document (profile section 2.1). */
export function jwt(statement: string): SiteAnswer {
  return { status: 200, headers: { 'content-type': 'application/jwt' }, body: statement };
}

export function notFound(): SiteAnswer {
  return html(
    '<!DOCTYPE html><html lang="en"><head><title>Not found</title></head><body><h1>Not found</h1></body></html>',
    404,
  );
}

/** A site from a table of paths; what is not in it is not found. */
export function site(paths: Readonly<Record<string, SiteAnswer | SiteHandler>>): SiteHandler {
  const table = new Map(Object.entries(paths));
  return (request) => {
    const found = table.get(request.path);
    if (found === undefined) return notFound();
    return typeof found === 'function' ? found(request) : found;
  };
}
