/** Gives every node of an expression its type and every name what it names; errors have the words of cel-go. */
import type { Environment, FunctionDeclaration, Overload } from '../environment.ts';
import type { Call, Comprehension, Expr, ListExpr, MapExpr, Select, StructExpr } from '../syntax/ast.ts';
import type { SourceError } from '../syntax/source.ts';
import * as types from '../types.ts';
import { type CelType, DYN, ERROR, formatType, listOf, mapOf, optionalOf } from '../types.ts';
import { literalType, TYPE_NAMES } from './known-types.ts';
import { isLoose, mostGeneral, Substitution, unwrapOptional } from './substitution.ts';

export type Reference =
  | { readonly kind: 'variable'; readonly name: string }
  /** The name of a type, as a value. */
  | { readonly kind: 'type'; readonly name: string }
  | {
      readonly kind: 'function';
      readonly name: string;
      readonly overloads: readonly Overload[];
      /** The target of the call is part of the function's name: `sets.contains(…)`. */
      readonly qualified: boolean;
    };

export interface Checked {
  readonly tree: Expr;
  readonly types: ReadonlyMap<Expr, CelType>;
  readonly references: ReadonlyMap<Expr, Reference>;
}

export type CheckResult =
  | { readonly kind: 'checked'; readonly checked: Checked }
  | { readonly kind: 'errors'; readonly errors: readonly SourceError[] };

/** Checks a whole expression. */
export function check(tree: Expr, environment: Environment): CheckResult {
  const checker = new Checker(environment);
  checker.check(tree);
  if (checker.errors.length > 0) return { kind: 'errors', errors: checker.errors };
  return { kind: 'checked', checked: { tree, types: checker.finalTypes(), references: checker.references } };
}

const MOST_ERRORS = 200;

type Scope = { readonly names: ReadonlyMap<string, CelType>; readonly outer: Scope } | undefined;

class Checker {
  readonly errors: SourceError[] = [];
  readonly references = new Map<Expr, Reference>();
  readonly #types = new Map<Expr, CelType>();
  /** Which errors are those of a node. */
  readonly #saidOf = new Map<Expr, readonly [number, number]>();
  readonly #environment: Environment;
  readonly #known = new Substitution();
  #scope: Scope;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  finalTypes(): ReadonlyMap<Expr, CelType> {
    return new Map([...this.#types].map(([expr, type]) => [expr, this.#known.apply(type, true)]));
  }

  /** Macros use some nodes twice. What is wrong with one is said as often, but the work is done once. */
  check(expr: Expr): CelType {
    const known = this.#types.get(expr);
    if (known !== undefined) {
      const [start = 0, end = 0] = this.#saidOf.get(expr) ?? [];
      if (this.errors.length < MOST_ERRORS)
        this.errors.push(...this.errors.slice(start, Math.min(end, start + MOST_ERRORS)));
      return known;
    }
    const before = this.errors.length;
    const type = this.#typeOf(expr);
    this.#types.set(expr, type);
    this.#saidOf.set(expr, [before, this.errors.length]);
    return type;
  }

  #typeOf(expr: Expr): CelType {
    switch (expr.kind) {
      case 'literal':
        return literalType(expr.value);
      case 'ident':
        return this.#named(expr, expr.name) ?? this.#fail(expr, undeclared(expr.name));
      case 'select':
        return this.#select(expr);
      case 'call':
        return this.#call(expr);
      case 'list':
        return this.#list(expr);
      case 'map':
        return this.#map(expr);
      case 'struct':
        return this.#struct(expr);
      case 'comprehension':
        return this.#comprehension(expr);
    }
  }

  #fail(expr: { readonly at: number }, message: string): CelType {
    this.errors.push({ at: expr.at, message });
    return ERROR;
  }

  /** The type of what a name stands for; undefined where it stands for nothing. */
  #named(expr: Expr, written: string): CelType | undefined {
    const name = written.replace(/^\./, '');
    const local = written === name ? this.#local(name) : undefined;
    const variable = local ?? this.#environment.variables.get(name);
    if (variable !== undefined) {
      this.references.set(expr, { kind: 'variable', name });
      return variable;
    }
    const type = TYPE_NAMES.get(name) ?? (this.#environment.structs(name) && types.struct(name));
    if (type === undefined) return undefined;
    this.references.set(expr, { kind: 'type', name: type.name });
    return types.typeOf(type);
  }

  #local(name: string): CelType | undefined {
    for (let scope = this.#scope; scope !== undefined; scope = scope.outer) {
      const found = scope.names.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #select(expr: Select): CelType {
    const name = qualifiedName(expr);
    const named = name === undefined ? undefined : this.#named(expr, name);
    if (named !== undefined) return named;
    const type = this.#field(expr, expr.operand, { field: expr.field, optional: false });
    return expr.test ? types.BOOL : this.#known.apply(type);
  }

  #field(
    expr: Expr,
    operand: Expr,
    { field, optional }: { readonly field: string; readonly optional: boolean },
  ): CelType {
    const operandType = this.#known.apply(this.check(operand));
    const target = unwrapOptional(operandType);
    const type = this.#fieldOf(expr, target.type, field);
    return target.optional || optional ? optionalOf(type) : type;
  }

  #fieldOf(expr: Expr, type: CelType, field: string): CelType {
    switch (type.kind) {
      case 'map':
        return type.params[1] ?? DYN;
      case 'struct':
        return this.#structField(expr, type.name, field);
      case 'param':
        this.#known.fits(DYN, type);
        return DYN;
      default:
        if (!isLoose(type)) this.#fail(expr, `type '${formatType(type)}' does not support field selection`);
        return DYN;
    }
  }

  #structField(expr: { readonly at: number }, type: string, field: string): CelType {
    const fields = this.#environment.structs(type);
    if (fields === undefined && type === ERROR.name) return this.#fail(expr, `undefined field '${field}'`);
    if (fields === undefined) return this.#fail(expr, `unexpected failed resolution of '${type}'`);
    return fields.get(field) ?? this.#fail(expr, `undefined field '${field}'`);
  }

  #call(expr: Call): CelType {
    if (expr.name === '_?._') return this.#optionalSelect(expr);
    for (const arg of expr.args) this.check(arg);
    const { functions } = this.#environment;
    if (expr.target === undefined) {
      const found = functions.get(expr.name.replace(/^\./, ''));
      return found ? this.#resolve(expr, found) : this.#fail(expr, undeclared(expr.name));
    }
    const prefix = qualifiedName(expr.target);
    const qualified = prefix === undefined ? undefined : functions.get(`${prefix}.${expr.name}`.replace(/^\./, ''));
    if (qualified !== undefined) return this.#resolve(expr, qualified, true);
    this.check(expr.target);
    const found = functions.get(expr.name);
    return found ? this.#resolve(expr, found) : this.#fail(expr, undeclared(expr.name));
  }

  #optionalSelect(expr: Call): CelType {
    const [operand, field] = expr.args;
    if (operand === undefined || field?.kind !== 'literal' || typeof field.value !== 'string') return ERROR;
    const type = this.#field(expr, operand, { field: field.value, optional: true });
    this.references.set(expr, { kind: 'function', name: expr.name, overloads: [], qualified: false });
    return this.#known.apply(type);
  }

  #resolve(expr: Call, declared: FunctionDeclaration, qualified = false): CelType {
    const target = qualified ? undefined : expr.target;
    const nodes = target === undefined ? expr.args : [target, ...expr.args];
    const given = nodes.map((node) => this.#types.get(node) ?? ERROR);
    const { name } = declared;
    if (name === '_&&_' || name === '_||_') return this.#logical(expr, declared, given);
    const fitting: Overload[] = [];
    let result: CelType | undefined;
    for (const overload of declared.overloads) {
      if (overload.member !== (target !== undefined)) continue;
      const renamed = this.#rename(overload);
      if (!this.#known.fitsAll(given, renamed.args)) continue;
      fitting.push(overload);
      const type = this.#known.apply(renamed.result);
      if (result === undefined) result = type;
      else if (result.kind !== 'dyn' && !types.sameType(type, result)) result = DYN;
    }
    if (result === undefined) return this.#noOverload(expr, name, { given, member: target !== undefined });
    this.references.set(expr, { kind: 'function', name, overloads: fitting, qualified });
    return result;
  }

  #logical(expr: Call, declared: FunctionDeclaration, given: readonly CelType[]): CelType {
    let wrong = false;
    given.forEach((type, index) => {
      if (this.#known.fits(type, types.BOOL)) return;
      this.#fail(expr.args[index] ?? expr, mismatch(types.BOOL, type));
      wrong = true;
    });
    const { name, overloads } = declared;
    if (!wrong) this.references.set(expr, { kind: 'function', name, overloads, qualified: false });
    return wrong ? ERROR : types.BOOL;
  }

  /** The overload with parameters of its own. */
  #rename(overload: Overload): Pick<Overload, 'args' | 'result'> {
    if (overload.typeParameters.length === 0) return overload;
    const fresh = new Map(overload.typeParameters.map((name) => [name, this.#known.fresh()]));
    const rename = (type: CelType): CelType =>
      type.kind === 'param' ? (fresh.get(type.name) ?? type) : { ...type, params: type.params.map(rename) };
    return { args: overload.args.map(rename), result: rename(overload.result) };
  }

  #noOverload(
    expr: Call,
    name: string,
    { given, member }: { readonly given: readonly CelType[]; readonly member: boolean },
  ): CelType {
    const texts = given.map((type) => formatType(this.#known.apply(type, true)));
    const target = member ? `${texts.shift()}.` : '';
    return this.#fail(expr, `found no matching overload for '${name}' applied to '${target}(${texts.join(', ')})'`);
  }

  #list(expr: ListExpr): CelType {
    let item: CelType | undefined;
    expr.elements.forEach((element, index) => {
      const type = this.#maybeOptional(element, this.check(element), expr.optional.has(index));
      item = this.#join(item, type);
    });
    return listOf(item ?? this.#known.fresh());
  }

  #map(expr: MapExpr): CelType {
    let key: CelType | undefined;
    let value: CelType | undefined;
    for (const entry of expr.entries) {
      key = this.#join(key, this.check(entry.key));
      value = this.#join(value, this.#maybeOptional(entry.value, this.check(entry.value), entry.optional));
    }
    return mapOf(key ?? this.#known.fresh(), value ?? this.#known.fresh());
  }

  #maybeOptional(expr: Expr, type: CelType, marked: boolean): CelType {
    if (!marked) return type;
    const inner = unwrapOptional(type);
    if (!inner.optional && inner.type.kind !== 'dyn') this.#fail(expr, mismatch(optionalOf(inner.type), inner.type));
    return inner.type;
  }

  /** The type of elements so far and one more. */
  #join(before: CelType | undefined, type: CelType): CelType {
    if (before === undefined) return type;
    if (this.#known.fits(before, type)) return mostGeneral(before, type);
    // Kubernetes says so of literals afterwards, where their types are known as a whole.
    return DYN;
  }

  #struct(expr: StructExpr): CelType {
    const name = expr.name.replace(/^\./, '');
    const named = this.#named(expr, name);
    if (named === undefined) return this.#fail(expr, undeclared(expr.name));
    const type = this.#constructed(expr, named, name);
    for (const field of expr.fields) {
      const given = this.#maybeOptional(field.value, this.check(field.value), field.optional);
      const wanted = this.#structField(field, type.name, field.name);
      if (this.#known.fits(wanted, given)) continue;
      const texts = `'${formatType(wanted)}' but provided type is '${formatType(given)}'`;
      this.#fail(field, `expected type of field '${field.name}' is ${texts}`);
    }
    return type;
  }

  #constructed(expr: StructExpr, named: CelType, name: string): CelType {
    const type = named.kind === 'type' ? named.params[0] : undefined;
    if (type === undefined) return this.#fail(expr, `'${named.name}' is not a type`);
    if (type.kind !== 'struct') return this.#fail(expr, `'${type.name}' is not a message type`);
    this.references.set(expr, { kind: 'type', name });
    return type;
  }

  #comprehension(expr: Comprehension): CelType {
    const range = this.#known.apply(this.check(expr.range));
    const accumulated = this.check(expr.init);
    const outer = this.#scope;
    const withAccumulator = { names: new Map([[expr.accumulator, accumulated]]), outer };
    const [first, second] = this.#loopTypes(expr, range);
    const names = new Map([[expr.variable, first]]);
    if (expr.second !== undefined) names.set(expr.second, second);
    this.#scope = { names, outer: withAccumulator };
    this.#assert(expr.condition, types.BOOL);
    this.#assert(expr.step, accumulated);
    this.#scope = withAccumulator;
    const result = this.check(expr.result);
    this.#scope = outer;
    return this.#known.apply(result);
  }

  #loopTypes(expr: Comprehension, range: CelType): readonly [CelType, CelType] {
    const [first = DYN, second = DYN] = range.params;
    switch (range.kind) {
      case 'list':
        return expr.second === undefined ? [first, first] : [types.INT, first];
      case 'map':
        return [first, second];
      case 'dyn':
      case 'error':
      case 'param':
        this.#known.fits(DYN, range);
        return [DYN, DYN];
      default: {
        const why = 'cannot be range of a comprehension (must be list, map, or dynamic)';
        this.#fail(expr.range, `expression of type '${formatType(range)}' ${why}`);
        return [ERROR, ERROR];
      }
    }
  }

  #assert(expr: Expr, wanted: CelType): void {
    const type = this.check(expr);
    if (!this.#known.fits(wanted, type)) this.#fail(expr, mismatch(wanted, type));
  }
}

/** `a.b.c` of names alone; undefined for anything else. */
export function qualifiedName(expr: Expr): string | undefined {
  if (expr.kind === 'ident') return expr.name;
  if (expr.kind !== 'select' || expr.test) return undefined;
  const prefix = qualifiedName(expr.operand);
  return prefix === undefined ? undefined : `${prefix}.${expr.field}`;
}

function undeclared(name: string): string {
  return `undeclared reference to '${name}' (in container '')`;
}

function mismatch(wanted: CelType, given: CelType): string {
  return `expected type '${formatType(wanted)}' but found '${formatType(given)}'`;
}
