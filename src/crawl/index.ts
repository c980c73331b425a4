export { type CrawlEvent, crawl } from './crawl.js';
export { type VerifyOptions, type VerifyResult, verify } from './verify.js';
