import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// For the workers and every process that tests start: Node keeps the code that it has compiled, where the command does.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');

/**
 * Starts with the end-to-end tests, which take longest. Within them and after them the order is Vitest's: by the time that
 * a file took in the last run on this machine, and in the first one by its size, which says little.
 */
class EndToEndFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLast = ({ moduleId }: TestSpecification) => Number(!moduleId.includes('/test/e2e/'));
    return (await super.sort(files)).sort((a, b) => isLast(a) - isLast(b));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/stackTraces.ts'],
    globalSetup: ['test/support/leaks.ts', 'test/e2e/support/sharedFolder.ts'],
    // Node imports the sources itself, as it does for `npm start`, and once per worker: a test undoes what it changes.
    isolate: false,
    experimental: { viteModuleRunner: false },
    // For the package's own name, by which the examples import it; there is no dist/ in a clone.
    execArgv: ['--conditions=msgraph-gateway-source'],
    // More than there are processors, because many tests wait for a process or for a deadline. As a number: of a percentage
    // Vitest takes no more than there are processors.
    maxWorkers: 3 * availableParallelism(),
    sequence: { sequencer: EndToEndFirst },
    // Concurrent tests are those that wait for deadlines; they wait together.
    maxConcurrency: 10,
    // No test waits for so long: on a busy machine everything takes many times as long.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
