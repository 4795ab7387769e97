/** Whose object an object is. */
export * from './instance-name.ts';
export * from './metadata-entry.ts';
export * from './tracking.ts';
export * from './tracking-fault.ts';
export * from './tracking-id.ts';
