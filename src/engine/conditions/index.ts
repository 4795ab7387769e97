/** Conditions of Applications. */
export * from './merge-conditions.ts';
