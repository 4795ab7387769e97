/** What applying an object would send, and the sentences about it. Pure. */
export * from './client-side.ts';
export * from './field-managers.ts';
export * from './last-applied.ts';
export * from './messages.ts';
export * from './metadata-fault.ts';
export * from './mode.ts';
export * from './rbac-reconcile.ts';
export * from './respect-ignored.ts';
