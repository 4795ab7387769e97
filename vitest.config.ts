import { defineConfig } from 'vitest/config';
import { NODE_FLAGS } from './bin/find-node.mjs';

export default defineConfig({
  test: {
    include: ['{src,e2e,bench}/**/*.test.ts', 'ui/**/*.test.ts', 'ui/**/*.test.tsx', 'tools/**/*.test.ts'],
    // Processes, not threads: to start a program out of a large process costs the copy of its page tables (docs/benchmarks.md),
    // and one that holds the threads of all tests is large.
    pool: 'forks',
    execArgv: [...NODE_FLAGS],
    isolate: false,
    // Against hanging alone, however busy the machine is: a test that claims a time measures it.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
