import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The slow files first: the small ones fill what is left at the end, when a slow one would run alone. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const slow = [/test\/authorisation\//, /test\/e2e\//, /\/test\/[^/]+$/];
    const rank = ({ moduleId }: TestSpecification) =>
      slow.findIndex((path) => path.test(moduleId)) + 1 || slow.length + 1;
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'web/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'test/e2e/**/*.spec.ts'],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/seed.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Two cores: a third worker only makes the others wait.
    maxWorkers: 2,
    sequence: { sequencer: SlowFirst },
    reporters: process.env.CI ? ['default', './test/closing-line.ts'] : ['default', './test/closing-line.ts'],
  },
});
