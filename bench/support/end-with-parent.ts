/**
 * For `--import`: runs before anything else in a forked process, which then ends with its parent, however that ends, and
 * is kept by nothing else than its own work.
 */
export const END_WITH_PARENT =
  'data:text/javascript,process.once("disconnect",()=>process.exit());process.channel?.unref()';
