import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,e2e,bench}/**/*.test.ts', 'ui/**/*.test.ts', 'ui/**/*.test.tsx', 'tools/**/*.test.ts'],
    // Processes, not threads: to start a program out of a large process costs the copy of its page tables (docs/benchmarks.md),
    // and one that holds the threads of all tests is large.
    pool: 'forks',
    // As the process that runs them: the tier of the browser runs without our flags, since its driver needs code from strings.
    execArgv: process.execArgv,
    isolate: false,
    // Against hanging alone, however busy the machine is: a test that claims a time measures it.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
