/**
 * One operator and the domains it serves. A domain stands for itself and everything under it. The operator's
 * name is one of its own domains: reports show it.
 */
export type PlatformRow = readonly [operator: string, ...domains: string[]];
