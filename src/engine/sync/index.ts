/** Planning of syncs: tasks, their order, the next step, retries, automation. Pure. */
export * from './auto-sync.ts';
export * from './history.ts';
export * from './hook.ts';
export { kindRank } from './kind-order.ts';
export * from './order.ts';
export * from './plan.ts';
export * from './prune.ts';
export * from './results.ts';
export * from './retry.ts';
export * from './self-heal.ts';
export * from './settled.ts';
export * from './step.ts';
export * from './sync-options.ts';
export * from './task.ts';
export * from './terminate.ts';
export * from './validate.ts';
export * from './wave.ts';
