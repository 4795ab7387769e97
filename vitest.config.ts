import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,e2e,bench}/**/*.test.ts', 'ui/**/*.test.ts', 'ui/**/*.test.tsx', 'tools/**/*.test.ts'],
    pool: 'threads',
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
