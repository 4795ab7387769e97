/** jq. */
export * from './run-jq.ts';
