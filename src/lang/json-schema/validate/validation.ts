/** One check of one value: the way so far, the budget, and what is asked of the outcome. */
import type { Json } from '../../../base/json-value.ts';
import { schemaFault } from '../fault.ts';
import type { Issue } from '../issue.ts';
import type { Schema } from '../schema.ts';

export interface ValidationLimits {
  /** Schemas applied to values. */
  readonly steps: number;
  /** Schemas within schemas and values within values. */
  readonly depth: number;
}

export const DEFAULT_LIMITS: ValidationLimits = { steps: 500_000, depth: 1_500 };

/** Counts what a whole check uses. Throws `json-schema.budget`. */
export class ValidationBudget {
  readonly limits: ValidationLimits;
  #steps = 0;

  constructor(limits: Partial<ValidationLimits> = {}) {
    this.limits = { ...DEFAULT_LIMITS, ...limits };
  }

  step(depth: number, count = 1): void {
    this.#steps += count;
    if (this.#steps > this.limits.steps) {
      throw schemaFault('json-schema.budget', `checking the values takes more than ${this.limits.steps} steps`);
    }
    if (depth > this.limits.depth) {
      throw schemaFault('json-schema.budget', `schemas are nested more than ${this.limits.depth} deep`);
    }
  }
}

/** The schemas that are being applied, innermost first. */
export interface Scope {
  readonly schema: Schema;
  /** Empty, or the keyword of the reference that led here. */
  readonly keyword: string;
  /** The same for all schemas that are applied to one value. */
  readonly valueDepth: number;
  readonly depth: number;
  readonly parent: Scope | undefined;
}

/** Names and indexes that no keyword has looked at yet. Empty sets where nobody asks. */
export interface Unevaluated {
  readonly names: Set<string>;
  readonly indexes: Set<number>;
}

export interface Check {
  readonly value: Json;
  readonly path: readonly string[];
  readonly scope: Scope;
  readonly unevaluated: Unevaluated;
  /** Only whether it fails is asked: messages need not be made. */
  readonly isSilent: boolean;
  readonly budget: ValidationBudget;
  readonly issues: Issue[];
}

/** Adds an issue; `message` is only made where it will be read. */
export function addIssue(check: Check, message: () => string, causes: readonly Issue[] = []): void {
  check.issues.push(issueOf(check, message, { causes }));
}

export function issueOf(
  { path, isSilent }: Check,
  message: () => string,
  more: { causes?: readonly Issue[]; isReference?: boolean; isGroup?: boolean } = {},
): Issue {
  const { causes = [], isReference = false, isGroup = false } = more;
  return { path, message: isSilent ? '' : message(), causes, isReference, isGroup };
}
