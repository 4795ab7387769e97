/** Go values for templates: representation, types, truth, equality, order, text. */
export * from './assignable.ts';
export * from './budget.ts';
export * from './byte-text.ts';
export * from './format/sprint.ts';
export * from './format/sprintf.ts';
export * from './go-error.ts';
export * from './go-function.ts';
export * from './go-map.ts';
export * from './go-type.ts';
export * from './go-value.ts';
export * from './json.ts';
export * from './own-text.ts';
export * from './text/format-float.ts';
export * from './text/parse-number.ts';
export * from './text/quote.ts';
export * from './truth.ts';
export * from './type-of.ts';
