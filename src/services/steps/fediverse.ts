import type { Answer, StepLocation, StepResult } from '../location.js';
import type { Account } from '../types.js';
import { type Actor, actorAsk, readActor, sameUrl } from './actor.js';
import { type Jrd, readJrd, WEBFINGER, webfingerAsk } from './webfinger.js';

/**
 * WebFinger → actor → back (standards 3.3). Nothing counts before the way back has led to the account: a server
 * may answer for an account with the document of another one.
 */
export const FEDIVERSE_STEP: StepLocation = {
  kind: 'step',
  where: 'WebFinger',
  asks: [{ ...WEBFINGER, where: 'WebFinger', url: 'https://{host}/.well-known/webfinger?resource={uri}' }],
  read: readFirst,
};

const absent = (detail: string): StepResult => ({ outcome: 'absent', detail });

function acctOf(account: Account): string {
  return `acct:${account.params.user}@${account.params.host}`;
}

function readFirst([answer]: readonly Answer[], account: Account): StepResult {
  if (answer?.outcome === 'read') return followSelf(readJrd(answer.value), account);
  // Not every server knows the address of a page; all know acct:. The actor has to name the page all the same.
  const { host = '' } = account.params;
  if (answer?.outcome === 'absent' && account.uri.startsWith('https:')) {
    const asks = [webfingerAsk(host, acctOf(account))];
    return { outcome: 'read', next: [{ kind: 'step', where: 'WebFinger', asks, read: readSecond }] };
  }
  return answer ?? absent('WebFinger was not asked');
}

function readSecond([answer]: readonly Answer[], account: Account): StepResult {
  if (answer?.outcome !== 'read') return answer ?? absent('WebFinger was not asked');
  return followSelf(readJrd(answer.value), account);
}

function followSelf(jrd: Jrd, account: Account): StepResult {
  const { self } = jrd;
  if (self === null) return absent('WebFinger names no ActivityPub actor');
  const read = ([answer]: readonly Answer[]) => readActorAnswer(answer, jrd, account, self);
  return {
    outcome: 'read',
    next: [{ kind: 'step', where: 'ActivityPub actor', asks: [actorAsk(self)], read }],
  };
}

function readActorAnswer(answer: Answer | undefined, jrd: Jrd, account: Account, asked: string): StepResult {
  if (answer?.outcome !== 'read') return answer ?? absent('the actor was not asked for');
  const actor = readActor(answer);
  if (actor === null) return absent('the document is no ActivityPub actor');
  if (sameUrl(actor.id, asked)) return wayBack(actor, jrd, account);
  // Ids outlive addresses: the document at the id is the one that speaks for it. Asked once.
  const read = ([again]: readonly Answer[]) => {
    if (again?.outcome !== 'read') return again ?? absent('the actor was not asked for');
    const second = readActor(again);
    return second !== null && sameUrl(second.id, actor.id)
      ? wayBack(second, { ...jrd, self: actor.id }, account)
      : absent('the actor does not stand at its own id');
  };
  return {
    outcome: 'read',
    next: [{ kind: 'step', where: 'ActivityPub actor', asks: [actorAsk(actor.id)], read }],
  };
}

/** Who the actor says it is has to be the account. */
function wayBack(actor: Actor, jrd: Jrd, account: Account): StepResult {
  const acct = acctOf(account);
  if (account.uri.startsWith('https:')) {
    const names =
      actor.host === account.params.host &&
      [actor.id, ...actor.urls].some((url) => sameUrl(url, account.uri));
    return names ? accepted(actor) : absent('the actor does not name this page as its own');
  }
  const own = `acct:${actor.preferredUsername}@${actor.host}`;
  const named = jrd.subject === null || jrd.subject === acct;
  if (own === acct && named) return accepted(actor);
  if (own !== acct && !(jrd.subject === null || jrd.subject === acct)) {
    return absent('WebFinger answers with the document of another account');
  }
  // Either the host of the address is not the actor's (it delegates), or the server prefers another address:
  // the other name has to lead to the same actor.
  const other = own === acct ? (jrd.subject ?? own) : own;
  return confirm(other, actor, own === acct ? other : acct);
}

/** Asks WebFinger for `name`: it must speak of `subject` and lead to the actor. */
function confirm(name: string, actor: Actor, subject: string): StepResult {
  const host = name.slice(name.lastIndexOf('@') + 1);
  if (!/^acct:[^@/?#]{1,255}@[a-z0-9.-]{1,253}$/.test(name))
    return absent('WebFinger answers for something else');
  const read = ([answer]: readonly Answer[]): StepResult => {
    if (answer?.outcome !== 'read') return answer ?? absent('WebFinger was not asked');
    const jrd = readJrd(answer.value);
    const leads = jrd.self !== null && sameUrl(jrd.self, actor.id);
    return leads && jrd.subject === subject
      ? accepted(actor)
      : absent('the way back leads to another account');
  };
  return {
    outcome: 'read',
    next: [
      { kind: 'step', where: 'WebFinger back', asks: [webfingerAsk(host, name, 'WebFinger back')], read },
    ],
  };
}

function accepted(actor: Actor): StepResult {
  return {
    outcome: 'read',
    texts: actor.texts,
    accountId: actor.id,
    ...(Number.isNaN(Date.parse(actor.published)) ? {} : { createdAt: actor.published }),
  };
}
