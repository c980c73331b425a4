#!/usr/bin/env node
import { processIo } from './process-io.js';
import { run } from './run.js';

const controller = new AbortController();
let interrupts = 0;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    interrupts += 1;
    if (interrupts > 1) process.exit(130);
    controller.abort(new Error(name));
  });
}
process.exitCode = await run(process.argv.slice(2), processIo(controller.signal));
