export { ConfigError } from './config-error.js';
export { environmentHelp } from './describe.js';
export { type Config, type Environment, readConfig } from './env.js';
export { isLoopbackHost } from './loopback.js';
export type { LogLevel } from './parsers.js';
export type { ConfiguredToken } from './tokens.js';
export type { Role } from './variables.js';
