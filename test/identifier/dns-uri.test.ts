import { describe, expect, it } from 'vitest';
import { normalizeAccountUri, parseIdentifier } from '../../src/identifier/index.js';

describe('a dns: URI (RFC 4501)', () => {
  it.each(['dns:Example.COM', 'dns:example.com?type=TXT', 'dns:example.com?TYPE=txt;CLASS=IN'])(
    'names the host, whichever record it asks for: %s',
    (text) => {
      const id = parseIdentifier(text);
      const account = normalizeAccountUri(text);
      expect([id.valid && id.normalized, account.ok && account.uri]).toEqual([
        'example.com',
        'dns:example.com',
      ]);
    },
  );

  it.each(['dns:example.com?', 'dns:example.com?x=y', 'dns:?type=TXT', 'dns:example.com?type=TXT?type=TXT'])(
    'is refused with another query or without a name: %s',
    (text) => {
      expect([parseIdentifier(text).valid, normalizeAccountUri(text).ok]).toEqual([false, false]);
    },
  );
});
