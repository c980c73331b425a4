import type { Evidence, Observation } from '../evidence/types.js';
import type { Statement, Verification } from '../verify/types.js';
import { operatorNamed } from './history.js';
import type { AccountView, Showing, Vertex } from './types.js';
import { compare, isReadable, vertexOf } from './vertex.js';

/** Verifies the text of a statement at the evidence's own `now`; a caller may remember answers. */
export type Verify = (text: string) => Promise<Verification>;

interface Gathered {
  vertex: Vertex;
  observations: Observation[];
}

/** Groups observations by account, whatever their spelling and order, and verifies what they hold. */
export async function collectViews(
  evidence: Evidence,
  extra: readonly string[],
  verify: Verify,
): Promise<AccountView[]> {
  const byUri = new Map<string, Gathered>();
  const gather = (text: string): Gathered => {
    const vertex = vertexOf(text);
    const gathered = byUri.get(vertex.uri) ?? { vertex, observations: [] };
    byUri.set(vertex.uri, gathered);
    return gathered;
  };
  for (const text of extra) gather(text);
  for (const observation of evidence.observations) gather(observation.account).observations.push(observation);
  const all = [...byUri.values()].sort((a, b) => compare(a.vertex.uri, b.vertex.uri));
  return Promise.all(all.map((gathered) => view(gathered, verify)));
}

async function view(gathered: Gathered, verify: Verify): Promise<AccountView> {
  const { vertex } = gathered;
  const observations = isReadable(vertex) ? gathered.observations : [];
  const statements = new Map<string, Showing & { statement: Statement }>();
  const invalid = new Map<string, AccountView['invalid'][number]>();
  const tokens = new Map<string, Showing & { text: string }>();
  const found = new Map<string, AccountView['found'][number]>();
  for (const observation of observations) {
    const showing = showingOf(observation, vertex);
    const way = `${showing.via ?? ''} ${showing.strength} ${showing.hostWide}`;
    const texts = observation.statements ?? [];
    const verifications = await Promise.all(texts.map(verify));
    for (const [i, verification] of verifications.entries()) {
      const key = `${texts[i]} ${way}`;
      if (verification.ok) statements.set(key, { ...showing, statement: verification.statement });
      else if (verification.refusal !== 'not-a-statement')
        invalid.set(key, { ...showing, refusal: verification.refusal, message: verification.message });
    }
    for (const text of observation.tokens ?? []) tokens.set(`${text} ${way}`, { ...showing, text });
    for (const place of observation.found ?? [])
      found.set(JSON.stringify([place.where, place.container, place.url, place.digest]), place);
  }
  return {
    vertex,
    ...outcomeOf(observations, statements.size + tokens.size + invalid.size > 0),
    statements: sorted(statements),
    invalid: sorted(invalid),
    tokens: sorted(tokens),
    accountIds: [...new Set(observations.flatMap((o) => o.accountId ?? []))].sort(),
    createdAt: observations.flatMap((o) => o.createdAt ?? []).sort(byTime)[0] ?? null,
    fetchedAt:
      observations
        .map((o) => o.at)
        .sort(byTime)
        .at(-1) ?? null,
    found: sorted(found),
    perspectivesDisagree: disagree(observations),
  };
}

function showingOf(observation: Observation, vertex: Vertex): Showing {
  const server = observation.servedBy ? operatorNamed(observation.servedBy) : vertex.operator;
  const via = server === vertex.operator ? null : server;
  // Without DNSSEC a TXT record supports and never opens a contest (profile 2.4), whoever wrote the evidence.
  const strength = observation.strength ?? (vertex.service === 'dns' ? 'unauthenticated' : 'full');
  return { via, strength, hostWide: observation.hostWide ?? false };
}

/** "One place failed and nothing found elsewhere: unreachable" (profile section 2). */
function outcomeOf(
  observations: readonly Observation[],
  foundAnything: boolean,
): Pick<AccountView, 'outcome' | 'partly' | 'reason' | 'detail'> {
  if (observations.length === 0) return { outcome: 'not-asked', partly: false, reason: null, detail: null };
  const failed = observations
    .filter((o) => o.outcome === 'unreachable')
    .sort((a, b) => compare(a.reason ?? '', b.reason ?? ''));
  const [failure] = failed;
  // Several perspectives may differ: somebody who could read it and saw nothing outweighs one who could not.
  const elsewhere = observations.some(
    (o) => o.outcome !== 'unreachable' && o.perspective !== failure?.perspective,
  );
  if (failure && !elsewhere) {
    const why = { reason: failure.reason ?? 'unsupported', detail: failure.detail ?? null };
    return { outcome: foundAnything ? 'read' : 'unreachable', partly: foundAnything, ...why };
  }
  const read = foundAnything || observations.some((o) => o.outcome === 'read');
  return { outcome: read ? 'read' : 'absent', partly: false, reason: null, detail: null };
}

/** Two perspectives that both read one account and saw different claims: shown "differently to each reader". */
function disagree(observations: readonly Observation[]): boolean {
  const byPerspective = new Map<string, { read: boolean; claims: Set<string> }>();
  for (const o of observations) {
    const name = o.perspective ?? 'main';
    const seen = byPerspective.get(name) ?? { read: false, claims: new Set<string>() };
    byPerspective.set(name, seen);
    if (o.outcome !== 'unreachable') seen.read = true;
    for (const claim of [...(o.statements ?? []), ...(o.tokens ?? [])]) seen.claims.add(claim);
  }
  const pictures = [...byPerspective.values()]
    .filter((p) => p.read)
    .map((p) => [...p.claims].sort().join('\n'));
  return new Set(pictures).size > 1;
}

function byTime(a: string, b: string): number {
  return Date.parse(a) - Date.parse(b);
}

function sorted<T>(map: ReadonlyMap<string, T>): T[] {
  return [...map].sort(([a], [b]) => compare(a, b)).map(([, value]) => value);
}
