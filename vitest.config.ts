import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Vite would take the ESM build of graphql where Node takes the CommonJS one, and the two do not mix.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/leaks.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
