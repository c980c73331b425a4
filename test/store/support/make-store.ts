/* Makes a store of some 60 pages in FILE and ends. */
import { openStore } from '../../../src/store/open-store.js';
import { finished, reading, started } from './plain-values.js';

const store = await openStore(process.argv[2] ?? '');
for (let n = 0; n < 40; n++) {
  const subject = `mimi://a.example/u/${n}`;
  await store.begin(started(`${n}`, subject, n));
  await store.addReading(`${n}`, reading(`https://a.example/${'x'.repeat(2000)}`));
  await store.finish(`${n}`, finished(subject, 0, n));
}
await store.close();
