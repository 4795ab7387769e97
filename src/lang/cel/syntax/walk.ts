/** All nodes of a tree, parents before children. */
import type { Expr } from './ast.ts';

export function* nodesOf(expr: Expr): Generator<Expr> {
  yield expr;
  for (const child of childrenOf(expr)) yield* nodesOf(child);
}

/** The nodes directly below. */
export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'literal':
    case 'ident':
      return [];
    case 'select':
      return [expr.operand];
    case 'call':
      return expr.target ? [expr.target, ...expr.args] : expr.args;
    case 'list':
      return expr.elements;
    case 'map':
      return expr.entries.flatMap(({ key, value }) => [key, value]);
    case 'struct':
      return expr.fields.map(({ value }) => value);
    case 'comprehension':
      return [expr.range, expr.init, expr.condition, expr.step, expr.result];
  }
}
