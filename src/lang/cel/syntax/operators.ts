/** Chains of `&&` and `||` as trees of little depth. */
import type { Expr } from './ast.ts';

/** `terms` joined by an operator; `places[i]` is that between term i and the next. */
export function balanced(name: string, terms: readonly Expr[], places: readonly number[]): Expr {
  const [only] = terms;
  if (only !== undefined && terms.length === 1) return only;
  return join(0, places.length - 1);

  function join(low: number, high: number): Expr {
    const middle = Math.floor((low + high + 1) / 2);
    const left = middle === low ? terms[middle] : join(low, middle - 1);
    const right = middle === high ? terms[middle + 1] : join(middle + 1, high);
    const args = [left, right].filter((each) => each !== undefined);
    return { kind: 'call', at: places[middle] ?? 0, name, args };
  }
}
