/** Comparing desired with live objects, one by one and as an Application. */
export * from './application/compare-application.ts';
export * from './application/comparison-health.ts';
export * from './application/orphans.ts';
export * from './application/prepare-targets.ts';
export * from './application/resource-status.ts';
export * from './application/sync-status.ts';
export * from './compare-object.ts';
export * from './compare-options.ts';
export * from './explain/differences.ts';
export * from './explain/explain-object.ts';
export * from './ignore/apply-rules.ts';
export * from './ignore/ignore-rule.ts';
export * from './known-type-fields.ts';
export * from './last-applied.ts';
export * from './minor-update.ts';
export * from './server-side.ts';
