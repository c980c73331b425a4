/*
 * Writes verifications until it has made LAST of them, four at a time, and says on standard output what was
 * acknowledged. Arguments: FILE PREFIX LAST. It waits for the other one's lock for as long as that takes.
 */
import { writeSync } from 'node:fs';
import { openStore } from '../../../src/store/open-store.js';
import { evidence, minute, reading, started } from './plain-values.js';

const [file = '', prefix = '', last = '0'] = process.argv.slice(2);
const READINGS = 3;
const store = await openStore(file, { busyTimeoutMs: 60_000 });

async function verification(id: string, subject: string): Promise<void> {
  await store.begin(started(id, subject));
  for (let n = 0; n < READINGS; n++) {
    await store.addReading(id, reading(`https://${n}.${id}.example/`));
    writeSync(1, `reading ${id} ${n}\n`);
  }
  for (;;) {
    const before = await store.memory(subject);
    const revision = before?.revision ?? 0;
    const count = ((before?.memory as { count?: number } | undefined)?.count ?? 0) + 1;
    const result = {
      evidence: evidence(subject),
      report: { id },
      memory: { count },
      expectedRevision: revision,
    };
    if (await store.finish(id, { finishedAt: minute(1), ...result })) break;
  }
  writeSync(1, `finished ${id}\n`);
}

async function worker(lane: number): Promise<void> {
  for (let n = lane; n < Number(last); n += 4)
    await verification(`${prefix}-${n}`, `mimi://a.example/u/${n % 5}`);
}

await Promise.all([0, 1, 2, 3].map(worker));
await store.close();
