import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: [
      // Vite would take the ESM build of graphql where Node takes the CommonJS one, and the two do not mix.
      { find: /^graphql$/, replacement: 'graphql/index.js' },
      // The package's own name, by which the examples import it; there is no dist/ in a clone.
      { find: 'msgraph-gateway/client', replacement: `${import.meta.dirname}/src/client/index.ts` },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/leaks.ts', 'test/e2e/support/sharedFolder.ts'],
    // Every file still gets modules of its own from src/; what it shares with others is node_modules, loaded once.
    isolate: false,
    maxWorkers: '100%',
    // Concurrent tests are those that wait for deadlines; they wait together.
    maxConcurrency: 10,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
