import type { Page, Request } from 'playwright-core';

/** What pages send: address, body and header of each request, as they go out. */
export class SentRequests {
  readonly #sent: Promise<readonly string[]>[] = [];

  listenTo(page: Page): void {
    page.on('request', (request) => this.#sent.push(textsOf(request)));
  }

  /** Its header is told a while after a request, and by an open page only: to be waited for before one is closed. */
  all(): Promise<readonly (readonly string[])[]> {
    return Promise.all(this.#sent);
  }
}

async function textsOf(request: Request): Promise<readonly string[]> {
  return [request.url(), request.postData() ?? '', JSON.stringify(await request.allHeaders())];
}
