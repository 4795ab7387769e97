/** What Kubernetes refuses beyond types: literals that cannot be read, lists of mixed types, formats that do not fit. */
import { compilePattern } from '../../../base/regexp/regexp.ts';
import { clauseError, type FormatClause, readPieces } from '../library/format-clauses.ts';
import { CelFault } from '../runtime/cel-fault.ts';
import { FIRST_TIME, LAST_TIME, parseDuration, parseTimestamp } from '../runtime/time.ts';
import type { Value } from '../runtime/values.ts';
import type { Call, Expr, ListExpr, MapExpr } from '../syntax/ast.ts';
import type { SourceError } from '../syntax/source.ts';
import { childrenOf, nodesOf } from '../syntax/walk.ts';
import { type CelType, DYN, formatType } from '../types.ts';
import type { Checked } from './checker.ts';
import { unwrapOptional } from './substitution.ts';

/** Errors of a checked expression. */
export function validateChecked(checked: Checked): readonly SourceError[] {
  const errors: SourceError[] = [];
  const nodes = [...nodesOf(checked.tree)];
  for (const [name, index, reads] of READABLE) {
    for (const node of nodes) {
      if (node.kind !== 'call' || node.name !== name) continue;
      const literal = node.args[index];
      if (literal?.kind !== 'literal' || reads(literal.value)) continue;
      errors.push({ at: literal.at, message: `invalid ${name} argument` });
    }
  }
  errors.push(...mixedLiterals(checked));
  for (const node of nodes) {
    if (node.kind === 'call' && node.name === 'format') errors.push(...wrongFormat(node, checked));
  }
  return errors;
}

const READABLE: readonly (readonly [string, number, (literal: Value) => boolean])[] = [
  ['duration', 0, (literal) => typeof literal === 'string' && parseDuration(literal) !== undefined],
  ['timestamp', 0, isTime],
  ['matches', 0, (literal) => typeof literal !== 'string' || compilePattern(literal) !== undefined],
];

/** Text of a time, or seconds, within the years that times have. */
function isTime(literal: Value): boolean {
  const nanos = typeof literal === 'bigint' ? literal * 1_000_000_000n : undefined;
  const found = typeof literal === 'string' ? parseTimestamp(literal)?.nanos : nanos;
  return found !== undefined && found >= FIRST_TIME && found <= LAST_TIME;
}

function mixedLiterals(checked: Checked): readonly SourceError[] {
  const [lists, maps]: [SourceError[], SourceError[]] = [[], []];
  const seen = new Set<Expr>();
  visit(checked.tree);
  return [...lists, ...maps];

  function visit(expr: Expr): void {
    // Arguments of a format may be of any types.
    if (seen.has(expr) || (expr.kind === 'call' && expr.name === 'format')) return;
    seen.add(expr);
    if (expr.kind === 'list') lists.push(...mixedList(expr, checked));
    if (expr.kind === 'map') maps.push(...mixedMap(expr, checked));
    for (const child of childrenOf(expr)) visit(child);
  }
}

function typeOf(expr: Expr, { types }: Checked, marked = false): CelType {
  const type = types.get(expr) ?? DYN;
  return marked ? unwrapOptional(type).type : type;
}

function mixedList({ elements, optional }: ListExpr, checked: Checked): readonly SourceError[] {
  const [first, ...rest] = elements;
  if (first === undefined) return [];
  const wanted = typeOf(first, checked, optional.has(0));
  for (const [index, element] of rest.entries()) {
    const type = typeOf(element, checked, optional.has(index + 1));
    if (!equivalent(wanted, type)) return [mismatch(element, wanted, type)];
  }
  return [];
}

function mixedMap({ entries }: MapExpr, checked: Checked): readonly SourceError[] {
  const [first, ...rest] = entries;
  if (first === undefined) return [];
  const [keyType, valueType] = [typeOf(first.key, checked), typeOf(first.value, checked, first.optional)];
  return rest.flatMap((entry) => {
    const [key, value] = [typeOf(entry.key, checked), typeOf(entry.value, checked, entry.optional)];
    return [
      ...(equivalent(keyType, key) ? [] : [mismatch(entry.key, keyType, key)]),
      ...(equivalent(valueType, value) ? [] : [mismatch(entry.value, valueType, value)]),
    ];
  });
}

/** The same but for parameters of the same place. */
function equivalent(a: CelType, b: CelType): boolean {
  return (
    a.kind === b.kind &&
    (a.kind === 'param' || a.name === b.name) &&
    a.params.length === b.params.length &&
    a.params.every((each, index) => equivalent(each, b.params[index] ?? DYN))
  );
}

function mismatch({ at }: Expr, wanted: CelType, given: CelType): SourceError {
  return { at, message: `expected type '${formatType(wanted)}' but found '${formatType(given)}'` };
}

function wrongFormat(call: Call, checked: Checked): readonly SourceError[] {
  const { target, at, args } = call;
  const [list] = args;
  if (target?.kind !== 'literal' || typeof target.value !== 'string' || list?.kind !== 'list') return [];
  const { elements } = list;
  try {
    let asked = 0;
    for (const piece of readPieces(target.value, elements.length)) {
      if (piece.kind === 'text') continue;
      asked += 1;
      const element = elements[piece.index];
      const wrong = element && wrongArgument(element, piece.clause, checked);
      if (wrong !== undefined) return [wrong];
    }
    if (elements.length <= asked) return [];
    const message = `too many arguments supplied to string.format (expected ${asked}, got ${elements.length})`;
    return [{ at, message }];
  } catch (fault) {
    if (!(fault instanceof CelFault)) throw fault;
    return [{ at, message: fault.message }];
  }
}

const FORMATTED: Readonly<Record<FormatClause['kind'], readonly CelType['kind'][]>> = {
  string: ['list', 'map', 'int', 'uint', 'double', 'bool', 'string', 'timestamp', 'bytes', 'duration', 'type', 'null'],
  decimal: ['int', 'uint'],
  fixed: ['double', 'string'],
  scientific: ['double', 'string'],
  binary: ['int', 'uint', 'bool'],
  hex: ['int', 'uint', 'string', 'bytes'],
  octal: ['int', 'uint'],
};

function wrongArgument(expr: Expr, clause: FormatClause, checked: Checked): SourceError | undefined {
  const bad = unformatted(expr, clause, checked);
  if (bad === undefined) return undefined;
  const type = typeOf(bad, checked).name;
  return { at: bad.at, message: `error during formatting: ${clauseError(clause.kind, type)}` };
}

function unformatted(expr: Expr, clause: FormatClause, checked: Checked): Expr | undefined {
  const { kind } = typeOf(expr, checked);
  if (kind !== 'dyn' && !FORMATTED[clause.kind].includes(kind)) return expr;
  if (clause.kind !== 'string' || (expr.kind !== 'list' && expr.kind !== 'map')) return undefined;
  for (const child of childrenOf(expr)) {
    const bad = unformatted(child, clause, checked);
    if (bad !== undefined) return bad;
  }
  return undefined;
}
