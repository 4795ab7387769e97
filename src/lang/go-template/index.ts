/** Go's text/template. */
export * from './template-contract.ts';
export * from './template-error.ts';
export { compileTemplates } from './template-set.ts';
