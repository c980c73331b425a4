import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type {
  AppControllerRoute,
  BullBoardQueues,
  IServerAdapter,
  UIConfig,
} from '@bull-board/api/typings/app';
import { type BoardAssets, type BoardFile, boardFolder, readBoardAssets } from './board-files.js';
import type { LaneQueue } from './bullmq.js';
import { QueueError } from './queue-error.js';

/** What the board is asked: the names in its path, and what stands behind the question mark. */
export interface BoardQuestion {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
}

export interface BoardAnswer {
  readonly status: number;
  /** A JSON value. */
  readonly body: unknown;
}

/** One thing that can be read. */
export interface BoardReading {
  /** Below the board's own path, with `:name` for a segment that varies. */
  readonly path: string;
  /** Rejects with a QueueError where Redis is away. */
  answer(question: BoardQuestion): Promise<BoardAnswer>;
}

/**
 * bull-board over our queues, to look at single jobs. What changes something is not there at all: the queue carries ids
 * and is filled again from the store, so that nothing in it is to be mended by hand.
 */
export interface Board {
  /** Paths of its pages, all of which are one document. */
  readonly pages: readonly string[];
  /** That document. @param base path of the board, with a slash at its end; @param home where its link leads */
  document(base: string, home: { readonly path: string; readonly title: string }): string;
  readonly files: ReadonlyMap<string, BoardFile>;
  readonly readings: readonly BoardReading[];
}

/** Seconds between two looks of an open page: several questions to Redis each. */
const POLL_SECONDS = 10;
const TITLE = 'crossproof: queue';
const CONFIG: UIConfig = {
  boardTitle: TITLE,
  hideDocsLink: true,
  locale: { lng: 'en-US' },
  pollingInterval: { showSetting: true, forceInterval: POLL_SECONDS },
};

/** What `bullId` makes of an id of ours. */
const BULL_ID = /^j[\w-]+$/;

/** @throws Error where the packages are others than the ones we know */
export async function createBoard(queues: readonly LaneQueue[]): Promise<Board> {
  const assets = await readBoardAssets();
  const collected = new CollectingAdapter();
  createBullBoard({
    // It marks each queue so, and its own handlers refuse to change one that is.
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter: collected,
    options: { uiBasePath: boardFolder() },
  });
  return {
    pages: collected.pages,
    document: (base, home) =>
      documentOf(assets, base, { ...CONFIG, miscLinks: [{ text: home.title, url: home.path }] }),
    files: assets.files,
    readings: collected.routes.filter(isReading).flatMap((route) =>
      [route.route].flat().map((path) => ({
        path,
        answer: (question: BoardQuestion) => answerOf(route, question, collected.queues),
      })),
    ),
  };
}

/** Takes down what bull-board would tell a server of its own. */
class CollectingAdapter implements IServerAdapter {
  queues: BullBoardQueues = new Map();
  routes: readonly AppControllerRoute[] = [];
  pages: readonly string[] = [];

  setQueues(queues: BullBoardQueues): this {
    this.queues = queues;
    return this;
  }

  setApiRoutes(routes: AppControllerRoute[]): this {
    this.routes = routes;
    return this;
  }

  setEntryRoute({ route }: { readonly route: string | string[] }): this {
    this.pages = [route].flat();
    return this;
  }

  // Its files, its document and its errors are ours to answer with.
  setViewsPath(): this {
    return this;
  }

  setStaticPath(): this {
    return this;
  }

  setErrorHandler(): this {
    return this;
  }

  setUIConfig(): this {
    return this;
  }
}

const isReading = ({ method }: AppControllerRoute): boolean => [method].flat().every((one) => one === 'get');

async function answerOf(
  route: AppControllerRoute,
  { params, query }: BoardQuestion,
  queues: BullBoardQueues,
): Promise<BoardAnswer> {
  // BullMQ keeps other things beside its jobs, `meta` and `wait` among them; read as jobs they are faults of Redis.
  if (params.jobId !== undefined && !BULL_ID.test(params.jobId)) return refusal(404, 'ERRORS.JOB_NOT_FOUND');
  const request = {
    queues,
    uiConfig: CONFIG,
    query: { ...query },
    params: { ...params },
    body: {},
    headers: {},
  };
  try {
    const { status = 200, body } = await route.handler(request);
    return { status, body };
  } catch (error) {
    // Its own decoding of what was decoded already.
    if (error instanceof URIError) return refusal(400, 'ERRORS.INVALID_QUERY_PARAM');
    throw new QueueError(
      'unavailable',
      `the board: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** As bull-board's own handlers say it, which its pages understand. */
const refusal = (status: number, key: string): BoardAnswer => ({ status, body: { error: { key } } });

/** Nothing runs that stands in it; its settings are data. */
function documentOf({ styles, scripts }: BoardAssets, base: string, config: UIConfig): string {
  const data = JSON.stringify(config).replaceAll('<', '\\u003c');
  return [
    '<!doctype html>',
    '<html lang="en" dir="ltr"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex">',
    `<base href="${base}"><title>${TITLE}</title>`,
    '<link rel="icon" type="image/svg+xml" href="static/images/logo.svg">',
    ...styles.map((path) => `<link rel="stylesheet" href="${path}">`),
    '</head><body class="preload">',
    `<script id="__UI_CONFIG__" type="application/json">${data}</script>`,
    '<div id="root">Loading</div>',
    ...scripts.map((path) => `<script defer src="${path}"></script>`),
    '</body></html>\n',
  ].join('\n');
}
