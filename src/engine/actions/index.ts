/** Actions on live objects. Pure: what to write is said, not written. */
export * from './action.ts';
export * from './action-patch.ts';
export * from './discover-actions.ts';
export * from './registry.ts';
export * from './run-action.ts';
