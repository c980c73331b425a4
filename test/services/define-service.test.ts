import { describe, expect, test } from 'vitest';
import {
  defineCatalogue,
  defineService,
  type Form,
  type Service,
  services,
} from '../../src/services/index.js';

const form: Form = {
  canonical: 'https://forum.example/u/{user}',
  operator: 'forum.example',
  places: [
    {
      kind: 'page',
      where: 'profile page',
      url: 'https://forum.example/u/{user}',
      regions: { owner: ['.bio'] },
      body: 'ignored',
    },
  ],
};

const forum: Service = {
  id: 'forum',
  name: 'Forum',
  params: { user: { pattern: /^[a-z0-9]{1,20}$/, fold: 'lower' } },
  forms: [form],
  publish: [{ where: 'Settings', what: 'the proof token', value: '{token}' }],
  examples: {
    matches: [['https://forum.example/u/Alice/', 'https://forum.example/u/alice']],
    rejects: ['https://forum.example/'],
    claimed: 'https://forum.example/u/alice',
    unclaimed: 'https://forum.example/u/nosuchuser7f3a',
    fixtures: {
      proof: 'https://forum.example/u/a',
      silent: 'https://forum.example/u/b',
      others: 'https://forum.example/u/c',
      missing: 'https://forum.example/u/d',
    },
  },
};

const withForm = (change: Partial<Form>): Service => ({ ...forum, forms: [{ ...form, ...change }] });
const withUrl = (url: string): Service =>
  withForm({ places: [{ kind: 'well-known', where: 'document', url }] });
const withUser = (pattern: RegExp): Service => ({ ...forum, params: { user: { pattern } } });
const withExamples = (change: Partial<Service['examples']>): Service => ({
  ...forum,
  examples: { ...forum.examples, ...change },
});

describe('a definition that is wrong stops the program at its start', () => {
  test.each<[string, Service, RegExp]>([
    ['an id that is no word', { ...forum, id: 'The Forum' }, /its id is not/],
    ['no name', { ...forum, name: ' ' }, /no name/],
    ['no form', { ...forum, forms: [] }, /no form/],
    ['no words for publishing', { ...forum, publish: [] }, /how to publish/],
    ['no place to read', withForm({ places: [] }), /no place/],
    ['a pattern without a beginning', withUser(/[a-z]{1,20}$/), /not anchored/],
    ['a pattern without an end', withUser(/^[a-z]{1,20}/), /not anchored/],
    ['a pattern whose end is a literal dollar', withUser(/^[a-z]{1,20}\$/), /not anchored/],
    ['an unbounded pattern', withUser(/^[a-z]+$/), /unbounded/],
    ['a pattern without an upper bound', withUser(/^[a-z]{1,}$/), /unbounded/],
    ['alternatives that escape the anchors', withUser(/^alice|bob$/), /alternatives/],
    ['a pattern that keeps state', withUser(/^[a-z]{1,20}$/g), /state/],
    [
      'a template with an unknown param',
      withForm({ spellings: ['https://forum.example/{name}'] }),
      /unknown param name/,
    ],
    [
      'a spelling that lacks a param',
      withForm({ spellings: ['https://forum.example/me'] }),
      /does not say user/,
    ],
    ['an operator by an unknown param', withForm({ operator: '{host}' }), /unknown param host/],
    ['a place with an unknown variable', withUrl('https://forum.example/{id}'), /unknown variable id/],
    ['a value put unescaped into a URL', withUrl('https://forum.example/u?name={+user}'), /unescaped/],
    [
      'two variables without a separator',
      withForm({ canonical: 'https://forum.example/{user}{user}' }),
      /separator/,
    ],
    ['no example that matches', withExamples({ matches: [] }), /no example that matches/],
    ['no example that it rejects', withExamples({ rejects: [] }), /no example that it rejects/],
    [
      'an example that does not match',
      withExamples({ matches: [['https://forum.example/', 'x']] }),
      /gives undefined/,
    ],
    [
      'an example to reject that matches',
      withExamples({ rejects: ['https://forum.example/u/bob'] }),
      /not rejected/,
    ],
    ['a claimed account that is none', withExamples({ claimed: 'https://forum.example/' }), /does not match/],
  ])('%s', (_, service, message) => {
    expect(() => defineService(service)).toThrow(message);
  });

  test('two services of one id', () => {
    expect(() => defineCatalogue([forum, { ...forum, name: 'Another' }])).toThrow(/two definitions/);
  });
});

test('a definition that is right matches its spellings, and every service of the catalogue is right', () => {
  expect(defineService(forum).match('https://forum.example/u/ALICE')?.uri).toBe(
    'https://forum.example/u/alice',
  );
  expect(() => defineCatalogue(services)).not.toThrow();
});
