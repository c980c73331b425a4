import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  type BadgeFacts,
  type BadgeStyle,
  badgeFacts,
  badgeUrl,
  caption,
  elementSnippet,
  pageUrl,
  pathText,
  renderBadge,
  type Snippets,
  snippets,
} from '../../badge/index.js';
import { origin } from '../../config/parsers.js';
import { variables } from '../../config/variables.js';
import type { Theme } from '../../design/palette.js';
import type { Report } from '../../report/types.js';
import { SqlStore } from '../../store/sql-store.js';
import { CliError, EXIT, type ExitCode, type Io } from '../io.js';
import { jsonText } from '../json-text.js';
import { type KeeperFlags, readSubject, withKept } from '../keeper-store.js';
import { plain } from '../plain-text.js';

/** What the flags say, after commander checked the choices. */
export interface BadgeFlags extends KeeperFlags {
  readonly out?: string;
  readonly style: BadgeStyle;
  readonly theme: Theme;
  readonly server?: string;
  readonly json?: boolean;
}

const DAY_SECONDS = 86_400;

/** Writes the badge to a file where one is named, and prints what to paste to show it, or the server's. */
export async function badge(text: string, flags: BadgeFlags, io: Io): Promise<ExitCode> {
  const subject = readSubject(text);
  const server = serverOf(flags.server);
  if (flags.out === undefined && server === null)
    throw new CliError('badge: say where to write it (-o FILE), or whose badge to show (--server URL)');
  let shown = `crossproof: ${subject}`;
  if (flags.out !== undefined) {
    const facts = await factsOf(subject, flags, io);
    if (facts === null) {
      io.err(`${subject}: nothing is kept of it\n`);
      return EXIT.no;
    }
    await write(flags.out, renderBadge(facts, flags));
    io.err(`${plain(`${flags.out}: ${caption(facts)}`)}\n`);
    if (server === null) shown = caption(facts);
  }
  const made = {
    ...snippetsOf(subject, shown, server, flags),
    ...(server === null ? {} : { element: elementSnippet(server, subject) }),
  };
  io.out(flags.json ? jsonText({ subject, file: flags.out ?? null, ...made }) : printed(made));
  return EXIT.yes;
}

async function factsOf(subject: string, flags: BadgeFlags, io: Io): Promise<BadgeFacts | null> {
  const days = badgeDays(io);
  const latest = await withKept(flags, io, (database) => new SqlStore(database).latest(subject));
  if (latest === null) return null;
  const report = latest.report as Report;
  const incomplete = latest.incomplete || report.incomplete;
  return badgeFacts(subject, { ...report, incomplete }, { now: io.now(), maxAgeSeconds: days * DAY_SECONDS });
}

/** The variable that servers read: a badge from the same store fades on the same day. */
function badgeDays(io: Io): number {
  const { name, preset, parse, expects } = variables.badgeDays;
  const days = parse(io.env[name] || preset);
  if (days === undefined) throw new CliError(`${name}: expected ${expects}`);
  return days;
}

function serverOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const server = origin.parse(text);
  if (server === undefined)
    throw new CliError(`--server ${JSON.stringify(text.slice(0, 200))}: expected ${origin.expects}`);
  return server;
}

/** Over an older one: a badge is drawn again and again. */
async function write(path: string, svg: string): Promise<void> {
  if (path === '') throw new CliError('-o: the file name is empty');
  try {
    await writeFile(path, svg);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'its folder is not there' : (code ?? 'unknown error');
    throw new CliError(`${path}: cannot be written (${why})`);
  }
}

function snippetsOf(subject: string, text: string, server: string | null, flags: BadgeFlags): Snippets {
  if (server === null) return snippets({ picture: pathText(basename(flags.out ?? '')), text });
  return snippets({ picture: badgeUrl(server, subject, flags), page: pageUrl(server, subject), text });
}

function printed({ html, markdown, bbcode, element }: Snippets & { readonly element?: string }): string {
  const pictures = `HTML\n${html}\n\nMarkdown\n${markdown}\n\nBBCode\n${bbcode}\n`;
  return element === undefined
    ? pictures
    : `${pictures}\nAn element that checks the signature itself\n${element}\n`;
}
