/** What a project permits. */
export * from './destination-permitted.ts';
export * from './effective-project.ts';
export * from './namespace-permitted.ts';
export * from './resolve-destination.ts';
export * from './resource-permitted.ts';
export * from './service-account.ts';
export * from './source-integrity.ts';
export * from './source-permitted.ts';
export * from './sync-windows.ts';
export * from './validate-application.ts';
