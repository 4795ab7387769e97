/** Go's text/template. */
export * from './template-contract.ts';
export * from './template-error.ts';
export { TemplateLibrary } from './template-library.ts';
export { compileTemplates, compileWith } from './template-set.ts';
