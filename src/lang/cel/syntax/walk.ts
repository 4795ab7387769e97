/** The nodes of a tree. */
import type { Expr } from './ast.ts';

/** All nodes, parents before children; those that macros use twice come once. */
export function nodesOf(tree: Expr): ReadonlySet<Expr> {
  const found = new Set<Expr>();
  visit(tree);
  return found;

  function visit(expr: Expr): void {
    if (found.has(expr)) return;
    found.add(expr);
    for (const child of childrenOf(expr)) visit(child);
  }
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
