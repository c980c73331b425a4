import { defineCatalogue } from '../define-service.js';
import type { ServiceMatcher } from '../match.js';
import type { Service } from '../service.js';
import { bluesky } from './bluesky.js';
import { dns } from './dns.js';
import { fediverse } from './fediverse.js';
import { github } from './github.js';
import { mimi } from './mimi.js';
import { website } from './website.js';

/** Every service, the particular before the general: the first that matches reads the account. */
export const services: readonly Service[] = [mimi, dns, github, bluesky, fediverse, website];

/** The same, checked and compiled: a definition that is wrong stops the program here. */
export const CATALOGUE: readonly ServiceMatcher[] = defineCatalogue(services);
