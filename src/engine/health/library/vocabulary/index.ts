/** The words that checks are written in. */
export * from './check.ts';
export * from './conditions.ts';
export * from './fields.ts';
export * from './phases.ts';
