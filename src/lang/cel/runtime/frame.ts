/** What one evaluation holds: local names, the values of variables, and what it has cost. */
import { CelFault } from './cel-fault.ts';
import type { Value } from './values.ts';

export interface Frame {
  /** Loop variables and accumulators; an accumulator may hold a fault. */
  readonly slots: (Value | CelFault | undefined)[];
  readonly variable: (name: string) => Value | undefined;
  readonly limit: number;
  cost: number;
}

/** Adds to the cost; over the limit it throws a fault that nothing absorbs. */
export function charge(frame: Frame, cost: number): void {
  frame.cost += cost;
  if (frame.cost > frame.limit) throw new CelFault('operation cancelled: actual cost limit exceeded', true);
}
