/** What the estimate of a call may look at: its target and arguments. */
import type { Expr } from '../syntax/ast.ts';
import type { CelType } from '../types.ts';
import { type Range, UNKNOWN } from './range.ts';

/** Where a value comes from: a variable, fields, `@items`, `@values`, `@keys`. */
export type ValuePath = readonly string[];

/** How large the value at a place of the declared types may get; undefined where nobody knows. */
export type SizeOfPath = (path: ValuePath) => Range | undefined;

export interface CostNode {
  readonly expr: Expr;
  readonly type: CelType;
  readonly path: ValuePath | undefined;
  readonly size: Range | undefined;
  /** The size of an element, where this is a list. */
  readonly itemSize: () => Range;
}

export interface CallEstimate {
  readonly cost: Range;
  /** The size of the result. */
  readonly size?: Range;
}

export function sizeOfNode(node: CostNode | undefined): Range {
  return node?.size ?? UNKNOWN;
}
