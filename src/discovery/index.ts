export { type LocateOptions, locate } from './locate.js';
