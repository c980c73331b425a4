/* Fills the store FILE with readings of BYTES each until something fails; says the code, what was acknowledged, and the message. */
import { writeSync } from 'node:fs';
import { openStore } from '../../../src/store/open-store.js';
import { StoreError } from '../../../src/store/store-error.js';
import { reading, started } from './plain-values.js';

const [file = '', bytes = '0'] = process.argv.slice(2);
const SUBJECT = 'mimi://a.example/u/alice';
const account = `https://a.example/${'x'.repeat(Number(bytes))}`;
let acknowledged = 0;
try {
  const store = await openStore(file);
  await store.begin(started('1', SUBJECT));
  for (;;) {
    await store.addReading('1', reading(account));
    acknowledged++;
  }
} catch (error) {
  if (!(error instanceof StoreError)) throw error;
  writeSync(1, `${error.code} ${acknowledged}\n${error.message}\n`);
}
