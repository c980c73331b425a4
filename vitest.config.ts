import { defineConfig } from 'vitest/config';

/** Rooms without input and output: nothing is left behind by one file that another could find. */
const PURE = [
  ...['identifier', 'services', 'extract', 'verify', 'evidence', 'graph', 'score', 'report'],
  ...['design', 'picture', 'badge', 'properties'],
].map((room) => `test/${room}/**/*.test.ts`);

const shared = {
  exclude: ['test/live/**', 'node_modules/**'],
  // A shared machine may be ten times slower than a desk: these end what hangs, and fail nothing that works.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 30_000 } },
};

export default defineConfig({
  test: {
    globalSetup: ['test/support/services-setup.ts', 'test/support/client-build.ts'],
    maxWorkers: 2,
    projects: [
      // Modules are read once for all of them: it takes a third of the time.
      { test: { ...shared, name: 'pure', include: PURE, isolate: false } },
      {
        test: {
          ...shared,
          name: 'real',
          include: ['test/**/*.test.ts'],
          exclude: [...shared.exclude, ...PURE],
        },
      },
    ],
  },
});
