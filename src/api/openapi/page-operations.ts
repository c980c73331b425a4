import type { ProblemCode } from '../problems.js';
import { frontQuery, profileQuery } from '../schemas.js';
import { ANY, type Answer, type HeaderName, type Operation } from './operation.js';

const HTML = { 'text/html': 'text' } as const;
const TAGGED: readonly HeaderName[] = ['ETag', 'Cache-Control'];
const NOT_MODIFIED: Answer = { about: 'The reader has it already', headers: TAGGED };
/** Browsers, by their Accept field, are told as a page what others are told as a problem. */
const AS_PAGE = { about: 'As a page, where HTML is liked better', content: HTML } as const;

const PAGE: readonly ProblemCode[] = [...ANY, 'invalid-query', 'unauthorized', 'cross-site'];
const BODY: readonly ProblemCode[] = ['invalid-body', 'body-too-large', 'unsupported-media-type'];
const SUBJECT: readonly ProblemCode[] = [...PAGE, 'invalid-subject', 'uri-too-long', 'unavailable'];

/** What people see. */
export const pageOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/',
    id: 'getFront',
    about: 'The first page; with `q`, the way to the page of whom it names',
    access: 'public',
    query: frontQuery,
    fields: ['If-None-Match'],
    answers: {
      200: { about: 'The page', content: HTML, headers: TAGGED },
      303: { about: 'Whom it names has this page', headers: ['Location'] },
      304: NOT_MODIFIED,
      400: { about: 'It names nobody, and the page says what it is', content: HTML },
    },
    problems: PAGE,
  },
  {
    method: 'get',
    path: '/publish',
    id: 'getPublish',
    about: 'How to publish a proof',
    access: 'public',
    fields: ['If-None-Match'],
    answers: { 200: { about: 'The page', content: HTML, headers: TAGGED }, 304: NOT_MODIFIED },
    problems: PAGE,
  },
  {
    method: 'post',
    path: '/publish/plan',
    id: 'planPublishing',
    about:
      'What somebody with these accounts signs, and what to put where; nothing is kept, and nothing fetched',
    access: 'public',
    body: 'PlanRequest',
    answers: { 200: { about: 'The places', content: { 'application/json': 'text' } } },
    problems: [...PAGE, 'invalid-subject', 'too-many-accounts', 'rate-limited', ...BODY],
  },
  {
    method: 'get',
    path: '/i/{subject}',
    id: 'getProfile',
    about: 'The page of a subject, as strangers see it',
    access: 'public',
    query: profileQuery,
    fields: ['If-None-Match'],
    answers: {
      200: { about: 'The page', content: HTML, headers: TAGGED },
      303: { about: 'The page has another address', headers: ['Location'] },
      304: NOT_MODIFIED,
      400: AS_PAGE,
      404: AS_PAGE,
    },
    problems: [...SUBJECT, 'unknown-identity'],
  },
  {
    method: 'post',
    path: '/i/{subject}',
    id: 'requestProfile',
    about: 'What the form of that page sends: ask for a verification',
    access: 'caller',
    answers: { 303: { about: 'It will be made', headers: ['Location'] }, 401: AS_PAGE },
    problems: [...SUBJECT, ...(['tokens-required', 'rate-limited'] as const), ...BODY],
  },
  {
    method: 'get',
    path: '/assets/{file}',
    id: 'getAsset',
    about: 'Scripts of the pages, each under a name that never means another one',
    access: 'public',
    answers: {
      200: {
        about: 'For ever',
        content: { 'text/javascript': 'text' },
        headers: ['Cache-Control'],
      },
    },
    problems: [...ANY, 'invalid-query', 'cross-site', 'not-found', 'uri-too-long'],
  },
  {
    method: 'get',
    path: '/admin',
    id: 'getAdmin',
    about: "The operator's view of queue, schedules, services and hosts",
    access: 'operator',
    answers: {
      200: { about: 'The page; nobody keeps it', content: HTML },
      401: { about: 'The form by which an operator signs in, to browsers', content: HTML },
    },
    problems: [...PAGE, 'forbidden', 'tokens-required', 'unavailable'],
  },
  {
    method: 'post',
    path: '/admin/session',
    id: 'beginSession',
    about:
      'What the form of that page sends: its field `token`, which is exchanged for a cookie of twelve hours',
    access: 'public',
    answers: {
      303: { about: 'Signed in', headers: ['Location', 'Set-Cookie'] },
      401: { about: 'The form again: the token does not hold', content: HTML },
      403: { about: 'The form again: the token is none of an operator', content: HTML },
    },
    problems: [...PAGE, ...(['rate-limited', 'unavailable'] as const), ...BODY],
  },
  {
    method: 'post',
    path: '/admin/session/end',
    id: 'endSession',
    about: 'Signs out; whoever is not signed in is told the same',
    access: 'public',
    answers: { 303: { about: 'Signed out', headers: ['Location', 'Set-Cookie'] } },
    problems: [...PAGE, ...(['unavailable', 'body-too-large', 'unsupported-media-type'] as const)],
  },
];
