/** Limits of Kubernetes on what expressions cost; a unit is about 50 nanoseconds there. */

/** One evaluation of one expression. */
export const CALL_LIMIT = 1_000_000;
/** All rules of a custom resource, or all expressions of a policy with one binding. */
export const REQUEST_BUDGET = 10_000_000;
/** The match conditions of a policy with one binding. */
export const CONDITIONS_BUDGET = 2_500_000;
/** The estimate of one rule of a definition. */
export const RULE_LIMIT = 10_000_000n;
/** The estimate of all rules of a definition. */
export const DEFINITION_LIMIT = 100_000_000n;
/** Bytes of a message that an expression makes. */
export const LONGEST_MESSAGE = 5 * 1024;
