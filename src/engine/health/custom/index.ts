/** Checks that an installation brings along. */
export * from './custom-checks.ts';
