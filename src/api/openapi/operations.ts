import type { ProblemCode } from '../problems.js';
import { badgeQuery, historyQuery, maxAgeQuery } from '../schemas.js';
import { ANY, type HeaderName, type Operation } from './operation.js';
import { pageOperations } from './page-operations.js';

/** Every resource under /v1. */
const V1: readonly ProblemCode[] = [...ANY, 'invalid-query', 'unauthorized', 'cross-site', 'unavailable'];
const SUBJECT: readonly ProblemCode[] = [...V1, 'invalid-subject', 'uri-too-long'];
/** What makes the server work, and is counted. */
const WORK: readonly ProblemCode[] = ['tokens-required', 'rate-limited'];
/** A body is looked at whether the resource asks for one or not. */
const BODY: readonly ProblemCode[] = ['invalid-body', 'body-too-large', 'unsupported-media-type'];

const TAGGED: readonly HeaderName[] = ['ETag', 'Cache-Control'];
const NOT_MODIFIED = { about: 'The caller has it already', headers: TAGGED };

const identities: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/identities/{subject}',
    id: 'getIdentity',
    about: 'The newest report; with `max-age`, one that is no older',
    access: 'public',
    query: maxAgeQuery,
    fields: ['If-None-Match'],
    answers: {
      200: {
        about: 'As JSON, or as a JWS of typ `crossproof-report+jwt` with the report in its member `report`',
        content: { 'application/json': 'Report', 'application/jwt': 'text' },
        headers: TAGGED,
      },
      202: {
        about: 'The verification takes longer than a request is held',
        content: { 'application/json': 'Job' },
        headers: ['Location'],
      },
      304: NOT_MODIFIED,
    },
    problems: [...SUBJECT, ...WORK, 'unknown-identity', 'not-acceptable', 'verification-failed'],
  },
  {
    method: 'delete',
    path: '/v1/identities/{subject}',
    id: 'forgetIdentity',
    about: 'Forget: evidence, reports, schedule and jobs',
    access: 'operator-or-subject',
    answers: { 204: { about: 'Nothing of the subject is kept' } },
    problems: [...SUBJECT, ...WORK, ...BODY, 'forbidden'],
  },
  {
    method: 'get',
    path: '/v1/identities/{subject}/history',
    id: 'getHistory',
    about: 'What changed and when',
    access: 'public',
    query: historyQuery,
    fields: ['If-None-Match'],
    answers: {
      200: { about: 'A page', content: { 'application/json': 'History' }, headers: TAGGED },
      304: NOT_MODIFIED,
    },
    problems: [...SUBJECT, 'unknown-identity', 'not-acceptable'],
  },
];

const verifications: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/verifications',
    id: 'requestVerification',
    about: 'Ask for a verification; the same request made twice at once is one',
    access: 'caller',
    body: 'VerificationRequest',
    answers: {
      202: {
        about: 'It will be made',
        content: { 'application/json': 'Job' },
        headers: ['Location'],
      },
    },
    problems: [...V1, ...WORK, ...BODY, 'invalid-subject', 'invalid-account', 'too-many-accounts'],
  },
  {
    method: 'get',
    path: '/v1/verifications/{id}',
    id: 'getVerification',
    about: 'How far a verification is, and its report',
    access: 'public',
    fields: ['Last-Event-ID'],
    answers: {
      200: {
        about:
          'As it stands; or, as events, until it ends: `state` (StateEvent), `account` (AccountEvent), and at last `completed` or `failed` (Job)',
        content: { 'application/json': 'Job', 'text/event-stream': 'text' },
      },
      204: { about: 'The caller has had its last event' },
    },
    problems: [...V1, 'unknown-verification', 'uri-too-long', 'not-acceptable', 'too-many-streams'],
  },
];

const schedule = { 'application/json': 'Schedule' } as const;
const schedules: readonly Operation[] = [
  {
    method: 'put',
    path: '/v1/schedules/{subject}',
    id: 'putSchedule',
    about:
      'Verify a subject again and again, as often as whoever asks most often; for a caller, his own wish',
    access: 'caller',
    body: 'ScheduleRequest',
    answers: {
      200: { about: 'It is changed; this holds from now on', content: schedule },
      201: { about: 'There was none; this holds from now on', content: schedule },
    },
    problems: [...SUBJECT, ...WORK, ...BODY, 'invalid-schedule'],
  },
  {
    method: 'get',
    path: '/v1/schedules/{subject}',
    id: 'getSchedule',
    about: 'How often a subject is verified: for a caller his own wish, for an operator what is run',
    access: 'caller',
    answers: { 200: { about: 'What holds', content: schedule } },
    problems: [...SUBJECT, 'tokens-required', 'unknown-schedule', 'not-acceptable'],
  },
  {
    method: 'delete',
    path: '/v1/schedules/{subject}',
    id: 'deleteSchedule',
    about: 'End that: for a caller his own wish, for an operator the schedule with everybody’s',
    access: 'caller',
    answers: { 204: { about: 'It is verified when somebody asks, or as others wish' } },
    problems: [...SUBJECT, ...WORK, ...BODY, 'unknown-schedule'],
  },
];

const BADGE: readonly ProblemCode[] = [
  ...ANY,
  'invalid-subject',
  'uri-too-long',
  'invalid-query',
  'cross-site',
  'unavailable',
];
const badges: readonly Operation[] = [
  {
    method: 'get',
    path: '/badge/{subject}.svg',
    id: 'getBadge',
    about: 'The badge: what strangers are told, signed, as a picture; grey for whom nobody has asked for',
    access: 'public',
    query: badgeQuery,
    fields: ['If-None-Match'],
    answers: {
      200: {
        about: 'SVG, with the signed report (`application/jwt`) in its `metadata`',
        content: { 'image/svg+xml': 'text' },
        headers: TAGGED,
      },
      304: NOT_MODIFIED,
    },
    problems: BADGE,
  },
  {
    method: 'get',
    path: '/badge/{subject}.json',
    id: 'getShieldsBadge',
    about: 'The same for shields.io to draw',
    access: 'public',
    fields: ['If-None-Match'],
    answers: {
      200: { about: 'Its endpoint schema', content: { 'application/json': 'ShieldsBadge' }, headers: TAGGED },
      304: NOT_MODIFIED,
    },
    problems: BADGE,
  },
];

const keeping: readonly Operation[] = [
  {
    method: 'get',
    path: '/.well-known/jwks.json',
    id: 'getKeys',
    about: 'Keys that sign reports (RFC 7517)',
    access: 'public',
    fields: ['If-None-Match'],
    answers: {
      200: { about: 'The set', content: { 'application/jwk-set+json': 'KeySet' }, headers: TAGGED },
      304: NOT_MODIFIED,
    },
    problems: [...ANY, 'unavailable'],
  },
  {
    method: 'get',
    path: '/openapi.json',
    id: 'getDescription',
    about: 'This document',
    access: 'public',
    fields: ['If-None-Match'],
    answers: {
      200: {
        about: 'OpenAPI 3.1',
        content: { 'application/json': 'text' },
        headers: TAGGED,
      },
      304: NOT_MODIFIED,
    },
    problems: ANY,
  },
  {
    method: 'get',
    path: '/embed/crossproof-badge.js',
    id: 'getEmbed',
    about:
      'The custom element `crossproof-badge`, for pages of other sites: checks signed reports where it is shown',
    access: 'public',
    fields: ['If-None-Match'],
    answers: {
      200: { about: 'A module', content: { 'text/javascript': 'text' }, headers: TAGGED },
      304: NOT_MODIFIED,
    },
    problems: ANY,
  },
  {
    method: 'get',
    path: '/healthz',
    id: 'getHealth',
    about: 'Whether the process is alive',
    access: 'public',
    answers: { 200: { about: 'It is', content: { 'application/json': 'Health' } } },
    problems: ANY,
  },
  {
    method: 'get',
    path: '/readyz',
    id: 'getReadiness',
    about: 'Whether it can do its work',
    access: 'public',
    answers: {
      200: { about: 'It can', content: { 'application/json': 'Readiness' } },
      503: { about: 'It cannot, and why', content: { 'application/json': 'Readiness' } },
    },
    problems: ANY,
  },
  {
    method: 'get',
    path: '/metrics',
    id: 'getMetrics',
    about: 'Metrics for Prometheus',
    access: 'metrics',
    answers: { 200: { about: 'Text format 0.0.4', content: { 'text/plain': 'text' } } },
    problems: [...ANY, 'unauthorized'],
  },
];

/** Everything that the server does, in the order it is described. */
export const operations: readonly Operation[] = [
  ...identities,
  ...verifications,
  ...schedules,
  ...badges,
  ...keeping,
  ...pageOperations,
];
