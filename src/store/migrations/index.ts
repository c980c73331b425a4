import { firstTables } from './0001-first-tables.js';
import { deployment } from './0002-deployment.js';
import { operator } from './0003-operator.js';
import { wishes } from './0004-wishes.js';
import type { Migration } from './types.js';

/** Every step, in order. */
export const migrations: readonly Migration[] = [firstTables, deployment, operator, wishes];
