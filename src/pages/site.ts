import { pathText } from '../badge/index.js';
import type { PageScript } from './assets.js';

/** What every page knows of the server that made it. */
export interface Site {
  /** How the world names this server, without a trailing slash: `https://id.example`. */
  readonly origin: string;
  /** Path of a script: pages are better with it, and work without. */
  script(name: PageScript): string;
}

/** The profile page of a subject. @param subject normalised MIMI URI */
export const profilePath = (subject: string): string => `/i/${pathText(subject)}`;

/** The newest report, for programs. */
export const reportPath = (subject: string): string => `/v1/identities/${pathText(subject)}`;
