/** Health of objects and Applications. */
export * from './application-health.ts';
export * from './health.ts';
export * from './health-check.ts';
export * from './health-of.ts';
export * from './registry.ts';
