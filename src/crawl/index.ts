export { type CrawlEvent, crawl } from './crawl.js';
export { readAgain } from './read-again.js';
export { foldEvidence, type VerifyOptions, type VerifyResult, verify } from './verify.js';
