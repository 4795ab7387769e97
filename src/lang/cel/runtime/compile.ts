/** From a checked expression to a function that evaluates it, with what each step costs (the cost model of cel-go). */
import type { Checked, Reference } from '../check/checker.ts';
import { qualifiedName } from '../check/checker.ts';
import type { Call, Comprehension, Expr, ListExpr, MapExpr, Select } from '../syntax/ast.ts';
import { CelFault } from './cel-fault.ts';
import { compileCall } from './compile-call.ts';
import { comprehend } from './comprehend.ts';
import { charge, type Frame } from './frame.ts';
import { isPresent, select, selectOptional } from './select.ts';
import { showValue } from './show-value.ts';
import { entryText, isKind, list, mapOfHeld, typeValue, type Value } from './values.ts';

export type Evaluate = (frame: Frame) => Value;

/** A compiled node. What names or selects costs one more (`base`), unless it is a branch of a choice or an index. */
export interface Compiled {
  readonly bare: Evaluate;
  readonly base: boolean;
  /** Selecting from it costs no other base. */
  readonly attribute: boolean;
  /** Known before anything runs. */
  readonly constant?: Value;
}

const LIST_COST = 10;
const MAP_COST = 30;

/** The function of an expression and how many slots a frame for it has. */
export function compile(checked: Checked): { readonly evaluate: Evaluate; readonly slots: number } {
  const compiler = new Compiler(checked);
  const evaluate = whole(compiler.compile(checked.tree));
  return { evaluate, slots: compiler.slots };
}

/** With the base cost. */
export function whole({ bare, base }: Compiled): Evaluate {
  if (!base) return bare;
  return (frame) => {
    const value = bare(frame);
    charge(frame, 1);
    return value;
  };
}

function constant(value: Value): Compiled {
  return { bare: () => value, base: false, attribute: false, constant: value };
}

function plain(bare: Evaluate): Compiled {
  return { bare, base: false, attribute: false };
}

interface Scope {
  readonly names: ReadonlyMap<string, number>;
  readonly outer: Scope | undefined;
}

export class Compiler {
  slots = 0;
  readonly #checked: Checked;
  readonly #compiled = new Map<Expr, Compiled>();
  #scope: Scope | undefined;

  constructor(checked: Checked) {
    this.#checked = checked;
  }

  reference(expr: Expr): Reference | undefined {
    return this.#checked.references.get(expr);
  }

  /** Nodes that macros use twice are compiled once. */
  compile(expr: Expr): Compiled {
    const known = this.#compiled.get(expr) ?? this.#compile(expr);
    this.#compiled.set(expr, known);
    return known;
  }

  #compile(expr: Expr): Compiled {
    const reference = this.reference(expr);
    switch (expr.kind) {
      case 'literal':
        return constant(expr.value);
      case 'ident':
        return this.#named(reference, expr.name);
      case 'select':
        return reference ? this.#named(reference, qualifiedName(expr) ?? '') : this.#select(expr);
      case 'call':
        return this.#call(expr);
      case 'list':
        return this.#list(expr);
      case 'map':
        return this.#map(expr);
      case 'struct':
        throw new CelFault(`unknown type: ${expr.name}`);
      case 'comprehension':
        return this.#comprehension(expr);
    }
  }

  #named(reference: Reference | undefined, written: string): Compiled {
    if (reference?.kind === 'type') return constant(typeValue(reference.name));
    const name = reference?.name ?? written;
    const slot = written.startsWith('.') ? undefined : this.#slot(name);
    return { bare: slot === undefined ? readVariable(name) : readSlot(slot), base: true, attribute: true };
  }

  #slot(name: string): number | undefined {
    for (let scope = this.#scope; scope !== undefined; scope = scope.outer) {
      const found = scope.names.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #select(expr: Select): Compiled {
    const operand = this.compile(expr.operand);
    const { field } = expr;
    if (!expr.test) return qualified(operand, (value) => select(value, field));
    const { bare } = qualified(operand, (value) => isPresent(value, field));
    return { bare, base: false, attribute: false };
  }

  #call(expr: Call): Compiled {
    const [first, second, third] = expr.args;
    switch (expr.name) {
      case '_[_]':
      case '_[?_]':
      case '_?._': {
        if (first === undefined || second === undefined) break;
        return this.#index(first, second, expr.name === '_[_]' ? select : selectOptional);
      }
      case '_?_:_':
        if (first !== undefined && second !== undefined && third !== undefined) {
          return this.#choice(first, second, third);
        }
    }
    return compileCall(this, expr);
  }

  #index(operandExpr: Expr, indexExpr: Expr, take: (operand: Value, key: Value) => Value): Compiled {
    const operand = this.compile(operandExpr);
    const index = this.compile(indexExpr);
    if (index.constant !== undefined) {
      const key = index.constant;
      return qualified(operand, (value) => take(value, key));
    }
    const { bare } = index;
    return qualified(operand, (value, frame) => take(value, bare(frame)));
  }

  #choice(testExpr: Expr, yesExpr: Expr, noExpr: Expr): Compiled {
    const test = whole(this.compile(testExpr));
    const [yes, no] = [this.compile(yesExpr).bare, this.compile(noExpr).bare];
    const bare: Evaluate = (frame) => {
      const chosen = test(frame);
      if (typeof chosen !== 'boolean') throw new CelFault('no such overload');
      return chosen ? yes(frame) : no(frame);
    };
    return { bare, base: false, attribute: true };
  }

  #list({ elements, optional }: ListExpr): Compiled {
    const compiled = elements.map((element) => this.compile(element));
    const constants = compiled.flatMap((each) => (each.constant === undefined ? [] : [each.constant]));
    if (constants.length === elements.length && optional.size === 0) return constant(list(constants));
    const items = compiled.map(whole);
    return plain((frame) => {
      const found: Value[] = [];
      items.forEach((item, index) => {
        const value = item(frame);
        if (!optional.has(index)) found.push(value);
        else if (!isKind(value, 'optional')) throw notOptional('list element', value);
        else if (value.value !== undefined) found.push(value.value);
      });
      charge(frame, LIST_COST);
      return list(found);
    });
  }

  #map({ entries }: MapExpr): Compiled {
    const parts = entries.map(({ key, value, optional }) => ({
      key: this.compile(key),
      value: this.compile(value),
      optional,
    }));
    const build = (frame: Frame): Value => {
      const held = new Map<string, readonly [Value, Value]>();
      for (const part of parts) {
        const key = whole(part.key)(frame);
        const value = whole(part.value)(frame);
        if (part.optional && !isKind(value, 'optional')) throw notOptional(`entry '${showValue(key)}'`, value);
        const kept = part.optional && isKind(value, 'optional') ? value.value : value;
        setEntry(held, key, kept);
      }
      return mapOfHeld(held);
    };
    const known = parts.every(({ key, value, optional }) => isConstant(key) && isConstant(value) && !optional);
    if (known) return constantOr(build);
    return plain((frame) => {
      const value = build(frame);
      charge(frame, MAP_COST);
      return value;
    });
  }

  #comprehension(expr: Comprehension): Compiled {
    const range = whole(this.compile(expr.range));
    const init = whole(this.compile(expr.init));
    const outer = this.#scope;
    const accumulator = this.#newSlot();
    const withAccumulator: Scope = { names: new Map([[expr.accumulator, accumulator]]), outer };
    const first = this.#newSlot();
    const names = new Map([[expr.variable, first]]);
    const second = expr.second === undefined ? undefined : this.#newSlot();
    if (expr.second !== undefined && second !== undefined) names.set(expr.second, second);
    this.#scope = { names, outer: withAccumulator };
    const condition = whole(this.compile(expr.condition));
    const step = whole(this.compile(expr.step));
    this.#scope = withAccumulator;
    const result = whole(this.compile(expr.result));
    this.#scope = outer;
    return plain(comprehend({ range, init, condition, step, result, accumulator, first, second }));
  }

  #newSlot(): number {
    this.slots += 1;
    return this.slots - 1;
  }
}

function isConstant(node: Compiled): boolean {
  return node.constant !== undefined;
}

/** What is built of constants is built once; a fault in it is one of each evaluation. */
function constantOr(build: (frame: Frame) => Value): Compiled {
  try {
    return constant(build({ slots: [], variable: () => undefined, limit: 0, cost: 0 }));
  } catch (fault) {
    if (!(fault instanceof CelFault)) throw fault;
    return plain(() => {
      throw fault;
    });
  }
}

/** A later entry replaces an earlier one; an absent optional removes it. */
function setEntry(held: Map<string, readonly [Value, Value]>, key: Value, value: Value | undefined): void {
  const text = entryText(key);
  if (value === undefined) held.delete(text);
  else held.set(text, [key, value]);
}

function notOptional(place: string, value: Value): CelFault {
  return new CelFault(`cannot initialize optional ${place} from non-optional value ${showValue(value)}`);
}

function qualified(operand: Compiled, take: (value: Value, frame: Frame) => Value): Compiled {
  const read = operand.attribute ? operand.bare : whole(operand);
  const bare: Evaluate = (frame) => {
    const value = take(read(frame), frame);
    charge(frame, 1);
    return value;
  };
  return { bare, base: operand.attribute ? operand.base : true, attribute: true };
}

function readVariable(name: string): Evaluate {
  return (frame) => {
    const value = frame.variable(name);
    if (value === undefined) throw new CelFault(`no such attribute(s): ${name}`);
    return value;
  };
}

function readSlot(slot: number): Evaluate {
  return (frame) => {
    const value = frame.slots[slot];
    if (value instanceof CelFault) throw value;
    return value ?? null;
  };
}
