import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/services-setup.ts', 'test/support/client-build.ts'],
    exclude: ['test/live/**', 'node_modules/**'],
    // A shared machine may be ten times slower than a desk: these end what hangs, and fail nothing that works.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 2,
  },
});
