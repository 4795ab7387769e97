/** The tree of an Application. */
export * from './build-tree.ts';
export * from './facts/object-facts.ts';
export * from './summary.ts';
