import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Face, fitHost, fitStart, linesOf, widthOf } from '../../src/picture/measure.js';

const faces = fc.constantFrom<Face>('mono', 'sans', 'bold');
const texts = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.webUrl());
const rooms = fc.integer({ min: 40, max: 400 });

describe('text in a picture', () => {
  it('is cut at its end, and a host at its beginning: there stands what strangers may choose', () => {
    expect(fitStart('github.com/alice', 80, 13, 'mono')).toBe('github.co…');
    expect(fitHost('github.com.login.evil.example', 110, 13, 'mono')).toBe('…evil.example');
    expect([fitStart('short', 80, 13, 'mono'), fitHost('a.example', 110, 13, 'mono')]).toEqual([
      'short',
      'a.example',
    ]);
  });

  it('is broken between words and between segments of a path', () => {
    expect(linesOf('not so long a text', 80, 12, 'sans', 4)).toEqual(['not so long', 'a text']);
    expect(linesOf('mimi://a.example/u/alice', 170, 13, 'mono', 4)).toEqual(['mimi://a.example/u/', 'alice']);
    expect(linesOf('aaaaaaaaaaaaaaaaaa', 40, 13, 'mono', 2)).toEqual(['aaaaa', 'aaaa…']);
    expect(linesOf('', 40, 13, 'mono', 2)).toEqual([]);
  });

  it('fits its room, whatever it is', () => {
    fc.assert(
      fc.property(texts, rooms, faces, (text, room, face) => {
        const cut = [
          fitStart(text, room, 13, face),
          fitHost(text, room, 13, face),
          ...linesOf(text, room, 13, face, 3),
        ];
        expect(cut.filter((line) => widthOf(line, 13, face) > room)).toEqual([]);
        expect(linesOf(text, room, 13, face, 3).length).toBeLessThanOrEqual(3);
      }),
      // As wide as its room to the last digit.
      { examples: [['http://f.faa-aaa-a.aa', 130, 'sans']] },
    );
  });

  it('is whole where there is room for all of it', () => {
    fc.assert(
      fc.property(texts, faces, (text, face) => {
        const room = widthOf(text, 13, face);
        expect([fitStart(text, room, 13, face), fitHost(text, room, 13, face)]).toEqual([text, text]);
      }),
    );
  });
});
