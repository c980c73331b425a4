import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { HowItWorks } from '../../src/picture/index.js';
import { drawn, faultsOf } from './support/svg.js';

describe('the drawing of how it works', () => {
  const pictures = drawn(renderToString(h(HowItWorks, {})));

  it('has three steps that can be read, on a desktop and on a phone', () => {
    expect(pictures.flatMap(faultsOf)).toEqual([]);
    for (const { texts } of pictures)
      expect(texts.filter(({ classes }) => classes.includes('step')).map(({ text }) => text)).toEqual([
        '1. You sign one statement',
        '2. Each account shows it',
        '3. All are read and compared',
      ]);
  });

  it('says the same in words', () => {
    for (const { texts, description } of pictures)
      for (const { text } of texts.filter(({ classes }) => classes.includes('caption')))
        expect(description).toContain(text);
  });
});
