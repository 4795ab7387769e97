/** Checks of kinds that Kubernetes does not bring along (features D9). */
export * from './library-checks.ts';
export * from './registry.ts';
