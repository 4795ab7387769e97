/** Go's `time`: layouts, durations, zones. */
export * from './civil.ts';
export * from './duration.ts';
export * from './format-time.ts';
export * from './go-time.ts';
export * from './names.ts';
export * from './parse-time.ts';
export * from './zone.ts';
