import { defineConfig } from 'vitest/config';
import { NODE_FLAGS, stackFlags } from './bin/find-node.mjs';

export default defineConfig({
  test: {
    include: ['{src,e2e,bench}/**/*.test.ts', 'ui/**/*.test.ts', 'ui/**/*.test.tsx', 'tools/**/*.test.ts'],
    // Processes, not threads: to start a program out of a large process costs the copy of its page tables (docs/benchmarks.md),
    // and one that holds the threads of all tests is large.
    pool: 'forks',
    // Our flags where the process that runs them has them: a browser's driver needs code from strings, and its tier runs without.
    // The stack is that of a render, which tests call as they are.
    execArgv: [...NODE_FLAGS.filter((flag) => process.execArgv.includes(flag)), ...stackFlags()],
    isolate: false,
    // Against hanging alone, however busy the machine is: a test that claims a time measures it.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
