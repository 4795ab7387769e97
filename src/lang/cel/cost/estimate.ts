/** What an expression may cost at most, from the sizes that values can have (the cost model of cel-go's checker). */
import type { Checked } from '../check/checker.ts';
import { codePoints } from '../runtime/call-cost.ts';
import type { Value } from '../runtime/values.ts';
import { ACCUMULATOR, type Call, type Comprehension, type Expr } from '../syntax/ast.ts';
import { type CelType, DYN, isOptionalType } from '../types.ts';
import { estimateCall } from './estimate-call.ts';
import { type CallEstimate, type CostNode, type SizeOfPath, sizeOfNode, type ValuePath } from './node.ts';
import { exactly, NOTHING, product, type Range, scaled, smaller, sum, UNKNOWN, union } from './range.ts';

/** The range of costs of a checked expression. */
export function estimateCost(checked: Checked, sizeOfPath: SizeOfPath): Range {
  return new Estimator(checked, sizeOfPath).cost(checked.tree);
}

const ZERO = exactly(0);
const ONE = exactly(1);
const NEW_LIST = exactly(10);
const NEW_MAP = exactly(30);
const NEW_OBJECT = exactly(40);
const TRAVERSAL = 0.1;

interface EntrySizes {
  readonly container: 'list' | 'map';
  readonly key: Range;
  readonly value: Range;
}

interface Local {
  readonly path: ValuePath | undefined;
  readonly size: Range | undefined;
  readonly entries: EntrySizes | undefined;
}

class Estimator {
  readonly #checked: Checked;
  readonly #sizeOfPath: SizeOfPath;
  readonly #locals = new Map<string, Local[]>();
  readonly #costs = new Map<Expr, Range>();
  readonly #paths = new Map<Expr, ValuePath>();
  readonly #sizes = new Map<Expr, Range>();
  readonly #entries = new Map<Expr, EntrySizes>();

  constructor(checked: Checked, sizeOfPath: SizeOfPath) {
    this.#checked = checked;
    this.#sizeOfPath = sizeOfPath;
  }

  /** Nodes that macros use twice are estimated once. */
  cost(expr: Expr): Range {
    const known = this.#costs.get(expr) ?? this.#cost(expr);
    this.#costs.set(expr, known);
    return known;
  }

  #cost(expr: Expr): Range {
    switch (expr.kind) {
      case 'literal':
        return ZERO;
      case 'ident':
        return this.#named(expr, expr.name);
      case 'select':
        return this.#select(expr);
      case 'call':
        return this.#call(expr);
      case 'list':
        return this.#list(expr);
      case 'map':
        return this.#map(expr);
      case 'struct':
        return sum(NEW_OBJECT, ...expr.fields.map(({ value }) => this.cost(value)));
      case 'comprehension':
        return isBind(expr) ? this.#bind(expr) : this.#comprehension(expr);
    }
  }

  #named(expr: Expr, name: string): Range {
    const local = this.#local(name);
    const path = local === undefined ? [name] : local.path;
    if (path !== undefined) this.#paths.set(expr, path);
    return ONE;
  }

  #local(name: string): Local | undefined {
    return this.#locals.get(name)?.at(-1);
  }

  #push(name: string, local: Local): void {
    this.#locals.set(name, [...(this.#locals.get(name) ?? []), local]);
  }

  #pop(name: string): void {
    this.#locals.get(name)?.pop();
  }

  #select(expr: Extract<Expr, { kind: 'select' }>): Range {
    const { operand, test, field } = expr;
    // Asking whether a field is there costs nothing but its operand.
    if (test) return this.cost(operand);
    if (this.#checked.references.get(expr)?.kind === 'type') return ONE;
    const cost = this.cost(operand);
    const type = this.#type(operand);
    const ownCost = type.kind === 'map' || type.kind === 'struct' || type.kind === 'param' ? ONE : ZERO;
    this.#setPath(expr, operand, field);
    return sum(cost, ownCost);
  }

  #setPath(expr: Expr, holder: Expr, step: string): void {
    this.#paths.set(expr, [...(this.#path(holder) ?? []), step]);
  }

  #path(expr: Expr): ValuePath | undefined {
    const local = expr.kind === 'ident' ? this.#local(expr.name) : undefined;
    return local === undefined ? this.#paths.get(expr) : local.path;
  }

  #type(expr: Expr): CelType {
    return this.#checked.types.get(expr) ?? DYN;
  }

  #call(expr: Call): Range {
    const reference = this.#checked.references.get(expr);
    const [only] = expr.args;
    if (expr.name === 'dyn' && only !== undefined) {
      const cost = this.cost(only);
      this.#copySizes(expr, only);
      return sum(ONE, cost);
    }
    const costs = expr.args.map((arg) => this.cost(arg));
    const args = expr.args.map((arg) => this.#node(arg));
    if (reference?.kind !== 'function') return ZERO;
    const withTarget = expr.target !== undefined && !reference.qualified;
    const targetCost = withTarget && expr.target ? this.cost(expr.target) : ZERO;
    const target = withTarget && expr.target ? this.#node(expr.target) : undefined;
    const ids = reference.name === '_?._' ? ['select_optional_field'] : reference.overloads.map(({ id }) => id);
    let cost = NOTHING;
    let size: Range | undefined;
    for (const id of ids) {
      const found = this.#callEstimate(expr, { name: reference.name, id, target, args, costs });
      cost = union(cost, found.cost);
      if (found.size !== undefined) size = size === undefined ? found.size : union(size, found.size);
      size = this.#indexed(expr, id) ?? size ?? this.#sizeOf(expr);
    }
    if (size !== undefined) this.#sizes.set(expr, size);
    return sum(targetCost, cost);
  }

  /** The size of what an index takes out, and its path. */
  #indexed(expr: Call, id: string): Range | undefined {
    const [holder] = expr.args;
    if (holder === undefined || (id !== 'index_list' && id !== 'index_map')) return undefined;
    this.#setPath(expr, holder, id === 'index_list' ? '@items' : '@values');
    return this.#entrySizes(holder)?.value ?? this.#sizeOf(expr);
  }

  #callEstimate(expr: Call, call: CallParts): CallEstimate {
    const argCost = sum(ZERO, ...call.costs);
    const own = estimateCall(call.name, call.id, call);
    if (own !== undefined) return { ...own, cost: sum(own.cost, argCost) };
    const special = this.#special(expr, call, argCost);
    return special ?? { cost: sum(ONE, argCost) };
  }

  #special(expr: Call, { id, target, args, costs }: CallParts, argCost: Range): CallEstimate | undefined {
    const [first, second, third] = args;
    const [left = ZERO, right = ZERO, last = ZERO] = costs;
    switch (id) {
      case 'string_format':
        return { cost: sum(scaled(sizeOfNode(target), TRAVERSAL), argCost) };
      case 'string_to_bytes': {
        const size = sizeOfNode(first);
        return { cost: sum(scaled(size, TRAVERSAL), argCost), size: product(size, { min: 1n, max: 4n }) };
      }
      case 'bytes_to_string': {
        const size = sizeOfNode(first);
        return { cost: sum(scaled(size, TRAVERSAL), argCost), size: { min: size.min / 4n, max: size.max } };
      }
      case 'strings_quote': {
        const size = sizeOfNode(first);
        const quoted = sum(product(size, { min: 1n, max: 2n }), exactly(2));
        return { cost: sum(scaled(size, TRAVERSAL), argCost), size: quoted };
      }
      case 'starts_with_string':
      case 'ends_with_string':
        return { cost: sum(scaled(sizeOfNode(first), TRAVERSAL), argCost) };
      case 'in_list':
        return { cost: sum(sizeOfNode(second), argCost) };
      case 'matches_string': {
        const text = scaled(sum(sizeOfNode(target), ONE), TRAVERSAL);
        return { cost: sum(product(text, scaled(sizeOfNode(first), 0.25)), argCost) };
      }
      case 'contains_string': {
        const both = product(scaled(sizeOfNode(target), TRAVERSAL), scaled(sizeOfNode(first), TRAVERSAL));
        return { cost: sum(both, argCost) };
      }
      case 'logical_or':
      case 'logical_and':
        return { cost: { min: left.min, max: sum(left, right).max } };
      case 'conditional': {
        this.#joinEntries(expr, second, third);
        return { cost: sum(left, union(right, last)), size: union(sizeOfNode(second), sizeOfNode(third)) };
      }
      case 'add_list':
      case 'add_string':
      case 'add_bytes': {
        const size = sum(sizeOfNode(first), sizeOfNode(second));
        this.#joinEntries(expr, first, second);
        return { cost: sum(id === 'add_list' ? ONE : scaled(size, TRAVERSAL), argCost), size };
      }
      default:
        return COMPARED.test(id) ? { cost: sum(comparing(first, second), argCost) } : undefined;
    }
  }

  #joinEntries(expr: Expr, first: CostNode | undefined, second: CostNode | undefined): void {
    const a = first && this.#entrySizes(first.expr);
    const b = second && this.#entrySizes(second.expr);
    if (a === undefined || b === undefined) return;
    this.#entries.set(expr, { ...a, key: union(a.key, b.key), value: union(a.value, b.value) });
  }

  #list(expr: Extract<Expr, { kind: 'list' }>): Range {
    let value: Range = expr.elements.length === 0 ? ZERO : NOTHING;
    const costs = expr.elements.map((element) => {
      const cost = this.cost(element);
      value = union(value, this.#sizeOf(element) ?? UNKNOWN);
      return cost;
    });
    this.#entries.set(expr, { container: 'list', key: ONE, value });
    return sum(NEW_LIST, ...costs);
  }

  #map(expr: Extract<Expr, { kind: 'map' }>): Range {
    let [key, value]: [Range, Range] = expr.entries.length === 0 ? [ZERO, ZERO] : [NOTHING, NOTHING];
    const costs = expr.entries.flatMap((entry) => {
      const both = [this.cost(entry.key), this.cost(entry.value)];
      key = union(key, this.#sizeOf(entry.key) ?? UNKNOWN);
      value = union(value, this.#sizeOf(entry.value) ?? UNKNOWN);
      return both;
    });
    this.#entries.set(expr, { container: 'map', key, value });
    return sum(NEW_MAP, ...costs);
  }

  #comprehension(expr: Comprehension): Range {
    const before = sum(this.cost(expr.range), this.cost(expr.init));
    this.#pushValue(expr.accumulator, expr.init);
    this.#pushLoop(expr);
    const turn = sum(this.cost(expr.condition), this.cost(expr.step));
    this.#pop(expr.variable);
    if (expr.second !== undefined) this.#pop(expr.second);
    const result = this.cost(expr.result);
    this.#pop(expr.accumulator);
    const count = this.#sizeOf(expr.range) ?? UNKNOWN;
    this.#setResultSize(expr, count);
    return sum(before, result, product(count, turn));
  }

  #setResultSize(expr: Comprehension, count: Range): void {
    const { kind } = expr.init;
    if (kind === 'literal') {
      const size = this.#sizeOf(expr.init);
      if (size !== undefined) this.#sizes.set(expr, size);
    }
    if (kind !== 'list' && kind !== 'map') return;
    this.#sizes.set(expr, count);
    const entries = this.#entrySizes(expr.step);
    if (entries !== undefined) this.#entries.set(expr, entries);
  }

  #pushValue(name: string, value: Expr): void {
    this.#push(name, { path: this.#path(value), size: this.#sizeOf(value), entries: this.#entrySizes(value) });
  }

  #pushLoop({ range, variable, second }: Comprehension): void {
    const entries = this.#entrySizes(range);
    const list = (entries?.container ?? this.#type(range).kind) === 'list';
    const path = this.#path(range) ?? [];
    // Of a range without a place in the declared types the loop variables have a path that leads nowhere.
    const key = { path: [...path, list ? '@indices' : '@keys'], size: entries?.key, entries: undefined };
    const value = { path: [...path, list ? '@items' : '@values'], size: entries?.value, entries: undefined };
    this.#push(variable, second === undefined && list ? value : key);
    if (second !== undefined) this.#push(second, value);
  }

  #bind(expr: Comprehension): Range {
    const before = sum(this.cost(expr.range), this.cost(expr.init));
    this.#pushValue(expr.accumulator, expr.init);
    const result = this.cost(expr.result);
    this.#pop(expr.accumulator);
    this.#copySizes(expr, expr.result);
    return sum(before, result);
  }

  #copySizes(to: Expr, from: Expr): void {
    const [size, entries] = [this.#sizeOf(from), this.#entrySizes(from)];
    if (size !== undefined) this.#sizes.set(to, size);
    if (entries !== undefined) this.#entries.set(to, entries);
  }

  #entrySizes(expr: Expr): EntrySizes | undefined {
    const local = expr.kind === 'ident' ? this.#local(expr.name) : undefined;
    return this.#entries.get(expr) ?? local?.entries;
  }

  #node(expr: Expr): CostNode {
    const path = this.#path(expr);
    return {
      expr,
      type: this.#type(expr),
      path: path?.[0] === ACCUMULATOR ? undefined : path,
      size: this.#sizeOf(expr),
      itemSize: () => (path === undefined ? UNKNOWN : (this.#sizeOfPath([...path, '@items']) ?? UNKNOWN)),
    };
  }

  #sizeOf(expr: Expr): Range | undefined {
    const known = this.#sizes.get(expr) ?? literalSize(expr);
    if (known !== undefined) return known;
    const path = this.#path(expr);
    const declared = path === undefined || path.length === 0 ? undefined : this.#sizeOfPath(path);
    if (declared !== undefined) {
      this.#sizes.set(expr, declared);
      return declared;
    }
    if (isScalar(this.#type(expr))) return ONE;
    return expr.kind === 'ident' ? this.#local(expr.name)?.size : undefined;
  }
}

interface CallParts {
  readonly name: string;
  readonly id: string;
  readonly target: CostNode | undefined;
  readonly args: readonly CostNode[];
  readonly costs: readonly Range[];
}

const COMPARED = /^(?:(?:less|less_equals|greater|greater_equals)_(?:string|bytes)|equals|not_equals)$/;

function comparing(first: CostNode | undefined, second: CostNode | undefined): Range {
  const most = smaller(sizeOfNode(first).max, sizeOfNode(second).max);
  return scaled({ min: most > 0n ? 1n : 0n, max: most }, TRAVERSAL);
}

function isBind({ range, condition, accumulator }: Comprehension): boolean {
  const never = condition.kind === 'literal' && condition.value === false;
  return range.kind === 'list' && range.elements.length === 0 && never && accumulator !== '__result__';
}

function literalSize(expr: Expr): Range | undefined {
  if (expr.kind === 'list') return exactly(expr.elements.length);
  if (expr.kind === 'map') return exactly(expr.entries.length);
  return expr.kind === 'literal' ? exactly(valueSize(expr.value)) : undefined;
}

function valueSize(value: Value): number {
  if (typeof value === 'string') return codePoints(value);
  return value instanceof Uint8Array ? value.length : 1;
}

function isScalar(type: CelType): boolean {
  if (isOptionalType(type)) return isScalar(type.params[0] ?? DYN);
  return ['bool', 'double', 'duration', 'int', 'timestamp', 'uint'].includes(type.kind);
}
