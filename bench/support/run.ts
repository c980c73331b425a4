/** Runs the benchmark that `argv[2]` names, in a process that ends with it, and with its parent, however that ends. */
process.once('disconnect', () => process.exit());
const [module = ''] = process.argv.splice(2, 1);
await import(module);
process.disconnect();
