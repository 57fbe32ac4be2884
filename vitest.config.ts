import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'web/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'test/e2e/**/*.spec.ts'],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/seed.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Two cores: a third worker only makes the others wait.
    maxWorkers: 2,
    reporters: process.env.CI ? ['default', './test/closing-line.ts'] : ['default', './test/closing-line.ts'],
  },
});
