import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with one line that counts, so that scripts and people read the same. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 };
    let broken = 0;
    for (const module of modules) {
      if (module.state() === 'failed' && module.errors().length > 0) broken += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed' || state === 'failed' || state === 'skipped') count[state] += 1;
      }
    }
    console.log(`${count.passed} passed, ${count.failed + broken} failed, ${count.skipped} skipped`);
  }
}
