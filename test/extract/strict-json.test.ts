import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from '../../src/extract/strict-json.js';

const refused = (why: string) => ({ ok: false, message: `not acceptable as JSON: ${why}` });
const invalid = { ok: false, message: 'not valid JSON (RFC 8259)' };
const twice = refused('a member name that stands twice in one object');

describe('strict JSON reads what RFC 8259 allows', () => {
  it.each([
    ['{"a":[1,-0.5e3,true,false,null,"x"],"b":{}}', { a: [1, -500, true, false, null, 'x'], b: {} }],
    [' \t\r\n"text" ', 'text'],
    ['"\\u00e9\\ud83d\\ude00\\/\\n"', 'é😀/\n'],
    ['{"":{"":1}}', { '': { '': 1 } }],
    ['"\\u0000"', '\0'],
    ['["a","a",{"a":"a"},{"a":"a"}]', ['a', 'a', { a: 'a' }, { a: 'a' }]],
    ['{"a":{"b":1},"c":{"b":1}}', { a: { b: 1 }, c: { b: 1 } }],
    ['"{\\"a\\":1,\\"a\\":2}"', '{"a":1,"a":2}'],
    ['[1e-400,1e300]', [0, 1e300]],
  ])('%s', (text, value) => {
    expect(parseStrictJson(text)).toEqual({ ok: true, value });
  });

  it('keeps __proto__ and constructor as own members and leaves prototypes alone', () => {
    const read = parseStrictJson('{"__proto__":{"polluted":true},"constructor":1}');
    if (!read.ok) throw new Error(read.message);
    expect(Object.keys(read.value as object)).toEqual(['__proto__', 'constructor']);
    expect((read.value as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('strict JSON refuses', () => {
  it.each([
    ['one name twice', '{"a":1,"a":2}'],
    ['one name twice with the same value', '{"a":1,"a":1}'],
    ['one name written in two ways', '{"a":1,"\\u0061":2}'],
    ['one name twice deep inside', '[[{"x":{"a":1,"b":[{"c":[]}],"a":2}}]]'],
    ['__proto__ twice', '{"__proto__":1,"__proto__":2}'],
    ['the empty name twice', '{"":1,"":2}'],
  ])('%s', (_what, text) => {
    expect(parseStrictJson(text)).toEqual(twice);
  });

  it.each([
    ['', invalid],
    ['\uFEFF{}', invalid],
    ['{"a":1,}', invalid],
    ["{'a':1}", invalid],
    ['[1]x', invalid],
    ['[01]', invalid],
    ['NaN', invalid],
    ['{"a":1}/**/', invalid],
    ['"a\u0000b"', invalid],
    ['\u00a0{}', invalid],
    ['["a" "b"]', invalid],
    ['"\\x41"', invalid],
    ['"open', refused('a string without an end')],
    ['"\\ud800"', refused('an unpaired surrogate')],
    ['{"\\udc00\\ud800":1}', refused('an unpaired surrogate')],
    ['"\ud800"', refused('an unpaired surrogate')],
    ['[1e999]', refused('a number beyond the range of a double')],
    ['[-1e999]', refused('a number beyond the range of a double')],
  ])('%j', (text, result) => {
    expect(parseStrictJson(text)).toEqual(result);
  });

  it('never quotes the document in its message', () => {
    const read = parseStrictJson('{"secret": <script>}');
    expect(JSON.stringify(read)).not.toMatch(/secret|script/);
  });
});

describe('strict JSON stays within its limits', () => {
  it('stops at 200,000 nested containers, closed or not', () => {
    const deep = refused('nested deeper than 64 levels');
    expect(parseStrictJson('['.repeat(200_000))).toEqual(deep);
    expect(parseStrictJson(`${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`)).toEqual(deep);
  });

  it('reads as deep as it is told, and no deeper', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseStrictJson(nested(64)).ok).toBe(true);
    expect(parseStrictJson(nested(65)).ok).toBe(false);
    expect(parseStrictJson(nested(3), { maxDepth: 2 })).toEqual(refused('nested deeper than 2 levels'));
  });

  it('counts members and elements over the whole document', () => {
    const many = `[${'0,'.repeat(200_000)}0]`;
    expect(parseStrictJson(many)).toEqual(refused('more than 100000 members'));
    expect(parseStrictJson('[[1],[2]]', { maxMembers: 3 })).toEqual(refused('more than 3 members'));
  });

  it('takes a string of ten million characters', () => {
    const text = 'a'.repeat(10_000_000);
    expect(parseStrictJson(`"${text}"`)).toEqual({ ok: true, value: text });
  });
});

describe('strict JSON, for any document', () => {
  it('reads back what JSON.stringify wrote', () => {
    const json = fc.jsonValue({ maxDepth: 6 }).filter((value) => !/\p{Cs}/u.test(JSON.stringify(value)));
    fc.assert(
      fc.property(json, fc.constantFrom(0, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const read = parseStrictJson(text);
        const unpaired = /\\ud[89a-f]/.test(text);
        expect(read).toEqual(unpaired ? expect.anything() : { ok: true, value: JSON.parse(text) });
      }),
    );
  });

  it('accepts nothing that JSON.parse refuses, and never throws', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      'a',
      '1',
      '-',
      'e',
      '.',
      ' ',
      'null',
      '"b"',
    );
    const soup = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), (text) => {
        let grammar = true;
        try {
          JSON.parse(text);
        } catch {
          grammar = false;
        }
        const read = parseStrictJson(text);
        expect(read.ok && !grammar).toBe(false);
        // What is refused although its grammar is right has one of the stated reasons.
        if (!read.ok && grammar) expect(read.message).toMatch(/twice|surrogate|range/);
      }),
      { numRuns: 500 },
    );
  });

  it('finds a repeated name wherever it is put', () => {
    const path = fc.array(fc.oneof(fc.nat({ max: 3 }), fc.constantFrom('x', 'y')), { maxLength: 20 });
    fc.assert(
      fc.property(
        path,
        fc.string().filter((name) => !/\p{Cs}/u.test(name)),
        (steps, name) => {
          const key = JSON.stringify(name);
          const text = steps.reduceRight<string>(
            (inner, step) =>
              typeof step === 'number' ? `[${'0,'.repeat(step)}${inner}]` : `{"${step}":${inner}}`,
            `{${key}:1,"other than ${key.slice(1)}:2,${key}:3}`,
          );
          expect(parseStrictJson(text)).toEqual(twice);
        },
      ),
    );
  });
});
