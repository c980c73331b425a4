import type { Conclusion } from '../../score/verdict.js';
import type { Alert } from '../types.js';
import type { AlertRule } from './alert.js';
import { conflictingStatement } from './conflicting-statement.js';
import { equivocation } from './equivocation.js';
import { foreignSubject } from './foreign-subject.js';
import { homograph } from './homograph.js';
import { keyDiscontinuity } from './key-discontinuity.js';
import { massRemoval } from './mass-removal.js';
import { massReplacement } from './mass-replacement.js';
import { perspectiveDisagreement } from './perspective-disagreement.js';
import { reRegistered } from './re-registered.js';
import { rollback } from './rollback.js';
import { statementExpired } from './statement-expired.js';
import { statementExpiring } from './statement-expiring.js';

/** In the order a report shows them: what speaks against the identity first. */
const RULES: readonly AlertRule[] = [
  keyDiscontinuity,
  equivocation,
  conflictingStatement,
  massReplacement,
  massRemoval,
  rollback,
  foreignSubject,
  reRegistered,
  perspectiveDisagreement,
  homograph,
  statementExpired,
  statementExpiring,
];

export function alertsOf(conclusion: Conclusion): Alert[] {
  return RULES.flatMap((rule) => rule(conclusion) ?? []);
}
