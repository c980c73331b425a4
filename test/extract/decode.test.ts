import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCandidates } from '../../src/extract/candidates.js';
import { decodeText } from '../../src/extract/decode.js';

const bytes = (...parts: readonly (string | readonly number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );
const utf8 = (text: string) => Buffer.from(text, 'utf8');
const html = { mediaType: 'text/html', charset: null };
const plain = { mediaType: 'text/plain', charset: null };
const decoded = (text: string) => ({ ok: true, text });

const koi8r = [0xe1, 0xcc, 0xc9, 0xd3, 0xc1]; // Алиса
const shiftJis = [0x83, 0x41, 0x83, 0x8a, 0x83, 0x58]; // アリス

describe('the encoding of a document', () => {
  it.each([
    ['is UTF-8 where nothing is said', utf8('Ålice'), plain, 'Ålice'],
    ['is what the answer says', bytes(koi8r), { ...plain, charset: 'koi8-r' }, 'Алиса'],
    [
      'is what the answer says, in any case and spacing',
      bytes(koi8r),
      { ...plain, charset: ' KOI8-R ' },
      'Алиса',
    ],
    ['may be Shift_JIS', bytes(shiftJis), { ...html, charset: 'shift_jis' }, 'アリス'],
    ['may be UTF-16', bytes([0, 0x41, 0, 0x42]), { ...plain, charset: 'utf-16be' }, 'AB'],
    ['is declared by a page', bytes('<meta charset=koi8-r>', koi8r), html, '<meta charset=koi8-r>Алиса'],
    [
      'is said by the answer before the page',
      bytes('<meta charset=utf-8>', koi8r),
      { ...html, charset: 'koi8-r' },
      '<meta charset=utf-8>Алиса',
    ],
    ['is declared for nothing but pages', utf8('<meta charset=koi8-r>Å'), plain, '<meta charset=koi8-r>Å'],
    [
      'is told by a byte order mark before all',
      bytes([0xef, 0xbb, 0xbf], [0xc3, 0x85]),
      { ...plain, charset: 'koi8-r' },
      'Å',
    ],
    ['is not said by an empty parameter', utf8('Å'), { ...plain, charset: '' }, 'Å'],
    ['is told by a UTF-16 mark', bytes([0xff, 0xfe, 0x41, 0]), html, 'A'],
    [
      'is UTF-8 for JSON, whatever the answer says',
      utf8('"Å"'),
      { mediaType: 'application/activity+json', charset: 'iso-8859-1' },
      '"Å"',
    ],
    [
      'has no mark left in JSON',
      bytes([0xef, 0xbb, 0xbf], '{}'),
      { mediaType: 'application/json', charset: null },
      '{}',
    ],
    [
      'maps 0x80 to 0x9F as windows-1252 on every Node',
      bytes([0x8a, 0x92, 0x80]),
      { ...plain, charset: 'iso-8859-1' },
      'Š’€',
    ],
  ])('%s', (_rule, body, options, text) => {
    expect(decodeText(body, options)).toEqual(decoded(text));
  });
});

describe('a declaration in a page', () => {
  it.each([
    ['<meta charset="koi8-r">'],
    ["<META CHARSET='KOI8-R'/>"],
    ['<meta name=x charset = koi8-r >'],
    ['<!doctype html><html lang="ru"><head><title>a</title><meta charset=koi8-r>'],
    ['<!-- <meta charset=utf-8> --><meta charset=koi8-r>'],
    ['<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">'],
    ['<meta content="text/html; charset=\'koi8-r\'" http-equiv=content-type>'],
    ['<p title="<meta charset=utf-8>"><meta charset=koi8-r>'],
    ['<?xml version="1.0"?><meta charset=koi8-r>'],
    ['<metadata charset=utf-8><meta charset=koi8-r>'],
    ['<meta name=description content="charset=utf-8"><meta charset=koi8-r>'],
    ['<svg/><meta/charset=koi8-r>'],
  ])('%s is read as the standard reads it', (markup) => {
    expect(decodeText(bytes(markup, koi8r), html)).toEqual(decoded(`${markup}Алиса`));
  });

  it('counts within the first 1,024 bytes only', () => {
    const page = (spaces: number) => bytes(' '.repeat(spaces), '<meta charset=koi8-r>', koi8r);
    expect(decodeText(page(1_000), html).ok).toBe(true);
    expect(decodeText(page(1_010), html)).toEqual({ ok: false, message: 'the document is not valid utf-8' });
  });

  it('cannot make a page UTF-16 that was read as ASCII', () => {
    expect(decodeText(bytes('<meta charset=utf-16le>ab'), html)).toEqual(
      decoded('<meta charset=utf-16le>ab'),
    );
  });

  it('may stand in a document that the caller knows to be a page', () => {
    const options = { mediaType: '', charset: null, html: true };
    expect(decodeText(bytes('<meta charset=koi8-r>', koi8r), options)).toEqual(
      decoded('<meta charset=koi8-r>Алиса'),
    );
  });
});

describe('bytes that are wrong are refused', () => {
  const invalid = (encoding: string) => ({ ok: false, message: `the document is not valid ${encoding}` });
  it.each([
    ['Latin-1 as UTF-8', bytes('caf', [0xe9], ' '), plain, invalid('utf-8')],
    ['an overlong sequence', bytes([0xc0, 0xaf]), plain, invalid('utf-8')],
    ['an encoded surrogate', bytes([0xed, 0xa0, 0x80]), plain, invalid('utf-8')],
    ['a sequence that is cut', bytes('a', [0xf0, 0x9f]), plain, invalid('utf-8')],
    ['half a UTF-16 unit', bytes([0x41, 0, 0x42]), { ...plain, charset: 'utf-16le' }, invalid('utf-16le')],
    [
      'an unpaired UTF-16 surrogate',
      bytes([0, 0xd8, 0x41, 0]),
      { ...plain, charset: 'utf-16le' },
      invalid('utf-16le'),
    ],
    [
      'a lead byte without its second',
      bytes([0x83]),
      { ...plain, charset: 'shift_jis' },
      invalid('shift_jis'),
    ],
    [
      'JSON in UTF-16',
      bytes([0xff, 0xfe, 0x7b, 0, 0x7d, 0]),
      { mediaType: 'application/json', charset: 'utf-16' },
      invalid('utf-8'),
    ],
  ])('%s', (_what, body, options, result) => {
    expect(decodeText(body, options)).toEqual(result);
  });

  it.each(['utf-7', 'utf-32', 'replacement', 'iso-2022-kr', 'x-made-up', 'utf-8"; DROP', 'constructor'])(
    'an encoding %j that nobody may use',
    (charset) => {
      expect(decodeText(bytes('a'), { ...plain, charset })).toEqual({
        ok: false,
        message: `unknown charset ${JSON.stringify(charset)}`,
      });
    },
  );

  it('a page that declares such an encoding', () => {
    expect(decodeText(bytes('<meta charset=utf-7>+AGE-'), html)).toEqual({
      ok: false,
      message: 'unknown charset "utf-7"',
    });
  });

  it('and the message quotes little of a long label', () => {
    const result = decodeText(bytes('a'), { ...plain, charset: 'x'.repeat(10_000) });
    expect(result).toEqual({ ok: false, message: `unknown charset "${'x'.repeat(40)}"` });
  });
});

describe('NUL', () => {
  const token = 'cross-signing:Ab-_0123456789abcdefgh';

  it('becomes an unknown character, so that nothing is joined over it', () => {
    const result = decodeText(bytes('a\0b'), plain);
    expect(result).toEqual(decoded('a\uFFFDb'));
    const page = decodeText(bytes(token.slice(0, 20), [0], token.slice(20)), html);
    expect(page.ok && findCandidates(page.text)).toEqual([]);
  });

  it('makes nothing of UTF-16 that does not say so', () => {
    const page = decodeText(Buffer.from(` ${token} `, 'utf16le'), html);
    expect(page.ok && findCandidates(page.text)).toEqual([]);
  });

  it('stays in JSON, where it is an error', () => {
    expect(decodeText(bytes('"a\0"'), { mediaType: 'application/json', charset: null })).toEqual(
      decoded('"a\0"'),
    );
  });
});

describe('decoding, for any bytes', () => {
  const labels = fc.constantFrom(
    null,
    'utf-8',
    'koi8-r',
    'shift_jis',
    'utf-16le',
    'gb18030',
    'iso-2022-jp',
    'nonsense',
  );

  it('gives a text or a reason, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), labels, fc.boolean(), (body, charset, asHtml) => {
        const result = decodeText(body, { mediaType: 'text/plain', charset, html: asHtml });
        expect(result).toEqual(
          result.ok ? { ok: true, text: expect.any(String) } : { ok: false, message: expect.any(String) },
        );
        if (result.ok) expect(result.text).not.toMatch(/\0|\p{Cs}/u);
      }),
    );
  });

  it('gives back every UTF-8 text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => !/[\0\uFEFF]/.test(text)),
        (text) => {
          expect(decodeText(utf8(text), plain)).toEqual(decoded(text));
        },
      ),
    );
  });

  it('scans any beginning of a page to its end', () => {
    const piece = fc.constantFrom(
      '<meta',
      ' charset',
      '=',
      '"',
      "'",
      'koi8-r',
      '>',
      '/',
      '<!--',
      '-->',
      '<!',
      '<a',
      ' ',
      ';',
      'content',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 300 }), (parts) => {
        expect(decodeText(utf8(parts.join('')), html)).toEqual(
          expect.objectContaining({ ok: expect.any(Boolean) }),
        );
      }),
    );
  });
});
