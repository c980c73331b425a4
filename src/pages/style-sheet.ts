import { createHash } from 'node:crypto';
import { cssVariables } from '../design/css-variables.js';
import { PICTURE_CSS } from '../picture/style.js';
import { ADMIN_CSS } from './styles/admin.js';
import { BASE_CSS } from './styles/base.js';
import { FADED_CSS } from './styles/faded.js';
import { FRONT_CSS } from './styles/front.js';
import { LAYOUT_CSS } from './styles/layout.js';
import { PROFILE_CSS } from './styles/profile.js';
import { PUBLISH_CSS } from './styles/publish.js';

/** Digits of the digest in its name: another sheet has another name, so that this one may be kept for ever. */
const DIGITS = 12;

const css = [
  cssVariables(),
  BASE_CSS,
  LAYOUT_CSS,
  PROFILE_CSS,
  FRONT_CSS,
  PUBLISH_CSS,
  PICTURE_CSS,
  FADED_CSS,
  ADMIN_CSS,
].join('');

/** The style sheet of all pages, fetched once. */
export const STYLE_SHEET = {
  path: `/assets/crossproof.${createHash('sha256').update(css).digest('hex').slice(0, DIGITS)}.css`,
  css,
} as const;
