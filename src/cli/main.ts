#!/usr/bin/env node
import { EXIT } from './io.js';
import { processIo } from './process-io.js';
import { run, runInternalError } from './run.js';

const controller = new AbortController();
let interrupts = 0;
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    interrupts += 1;
    if (interrupts > 1) process.exit(EXIT.interrupted);
    controller.abort(new Error(name));
  });
}
const io = processIo(controller.signal);
// What fails outside of the command's own promise is a bug of ours too, and told in one line like every other.
process.on('uncaughtException', (error) => process.exit(runInternalError(error, io)));
process.exitCode = await io.settle(await run(process.argv.slice(2), io));
// A pipe that nobody opened or a read that nobody answers would hold the process back.
if (controller.signal.aborted) process.exit();
