/** `.A.B.C`: fields, methods and map entries. */
import {
  type GoField,
  GoMap,
  GoNil,
  GoPointer,
  GoStruct,
  type GoType,
  type GoValue,
  quote,
  typeOf,
  zeroOf,
} from '../../go-value/index.ts';
import { type CallSite, callMethod } from './call.ts';
import { fail } from './fail.ts';
import type { Evaluated, Frame } from './frame.ts';

/** Fields in a row; name and arguments are those of the last one, which is a method where it has arguments. */
export interface FieldChain extends CallSite {
  readonly fields: readonly string[];
  readonly start: ChainStart;
}

/** Where a chain begins: at the dot, at a value of a pipeline, or at the variable of a place. */
export type ChainStart = 'dot' | 'value' | number;

/** The receiver is an interface value of its own, so that errors speak of `interface {}`. */
function startIsBoxed(frame: Frame, start: ChainStart): boolean {
  if (start === 'dot') return frame.dotIsBoxed;
  return start !== 'value' && frame.boxed?.[start] === true;
}

/** Follows the fields from `start`; the last one gets the arguments and, where there is one, the pipeline's value. */
export function followFields(
  frame: Frame,
  start: Evaluated,
  chain: FieldChain,
  final?: { value: Evaluated },
): Evaluated {
  const { fields } = chain;
  const last = fields.length - 1;
  const hasArgs = chain.args.length > 0 || final !== undefined;
  let holder: Evaluated;
  let value = start;
  for (let index = 0; index <= last; index++) {
    const name = fields[index] ?? '';
    const isCall = index === last && hasArgs;
    if (!isCall && value instanceof GoMap && value.type.methods === undefined) {
      const found = value.get(name);
      holder = value;
      value = found === undefined ? missingEntry(frame, value, name) : found;
      continue;
    }
    const step: Step = { chain, index, holder, isCall, final };
    const next = slowField(frame, value, name, step);
    holder = value;
    value = next;
  }
  return value;
}

interface Step {
  readonly chain: FieldChain;
  readonly index: number;
  /** What the receiver was taken from. */
  readonly holder: Evaluated;
  readonly isCall: boolean;
  readonly final: { value: Evaluated } | undefined;
}

function missingEntry(frame: Frame, map: GoMap, name: string): Evaluated {
  switch (frame.templates.missingKey) {
    case 'default':
      return undefined;
    case 'zero':
      return map.type.elem ? zeroOf(map.type.elem) : null;
    case 'error':
      return fail(frame, `map has no entry for key ${quote(name)}`);
  }
}

function slowField(frame: Frame, receiver: Evaluated, name: string, step: Step): Evaluated {
  if (receiver === undefined) {
    if (frame.templates.missingKey === 'error') fail(frame, `nil data; no entry for key ${quote(name)}`);
    return undefined;
  }
  if (receiver === null) return fail(frame, `nil pointer evaluating interface {}.${name}`);
  const target = methodHolder(receiver);
  const method = typeOf(target)?.methods?.get(name);
  if (method) {
    const { chain, isCall, final } = step;
    const site = isCall ? chain : { ...chain, args: [] };
    return callMethod(frame, { method, receiver: target }, site, isCall ? final : undefined);
  }
  return fieldOf(frame, pointedTo(target), name, { ...step, typeName: staticName(frame, receiver, step) });
}

/** The last pointer on the way to the value, since its method set is the larger one. */
function methodHolder(value: GoValue): GoValue {
  let here = value;
  while (here instanceof GoPointer && (here.target instanceof GoPointer || isNilPointer(here.target)))
    here = here.target;
  return here;
}

function isNilPointer(value: GoValue): boolean {
  return value instanceof GoNil && value.type.kind === 'ptr';
}

function pointedTo(value: GoValue): GoValue {
  return value instanceof GoPointer ? value.target : value;
}

/** The type that Go's error names: `interface {}` for what was taken out of a `[]any` or a `map[string]any`. */
function staticName(frame: Frame, receiver: GoValue, { chain, index, holder }: Step): string {
  const actual = typeOf(receiver)?.name ?? 'interface {}';
  if (index === 0) return startIsBoxed(frame, chain.start) ? 'interface {}' : actual;
  const declared = elementType(holder, chain.fields[index - 1]);
  return declared?.kind === 'interface' ? declared.name : actual;
}

/** Whether the value at the end of a chain lies in an interface, as reflection sees it. */
export function endIsBoxed(frame: Frame, start: Evaluated, chain: FieldChain): boolean {
  const before = chain.fields.slice(0, -1);
  const holder = before.length === 0 ? start : followFields(frame, start, { ...chain, fields: before });
  return isInterface(elementType(holder, chain.fields.at(-1)));
}

function isInterface(type: GoType | undefined): boolean {
  return type?.kind === 'interface';
}

function elementType(holder: Evaluated, name: string | undefined): GoType | undefined {
  const target = holder instanceof GoPointer ? holder.target : holder;
  if (target instanceof GoMap) return target.type.elem;
  return target instanceof GoStruct ? target.type.fields?.find((field) => field.name === name)?.type : undefined;
}

function fieldOf(frame: Frame, target: GoValue, name: string, step: Step & { readonly typeName: string }): Evaluated {
  if (target instanceof GoStruct) {
    const index = target.type.fields?.findIndex((field) => field.name === name) ?? -1;
    if (index >= 0) return structField(frame, target, index, step);
  }
  if (target instanceof GoMap || (target instanceof GoNil && target.type.kind === 'map')) {
    if (step.isCall) fail(frame, `${name} is not a method but has arguments`);
    const entry = target instanceof GoMap ? target.get(name) : undefined;
    return entry === undefined ? missingEntry(frame, asMap(target), name) : entry;
  }
  if (target instanceof GoNil && target.type.kind === 'ptr' && mayHaveField(target.type.elem, name)) {
    fail(frame, `nil pointer evaluating ${step.typeName}.${name}`);
  }
  return fail(frame, `can't evaluate field ${name} in type ${step.typeName}`);
}

function asMap(target: GoMap | GoNil): GoMap {
  return target instanceof GoMap ? target : new GoMap(target.type, new Map());
}

function mayHaveField(type: GoType | undefined, name: string): boolean {
  return type?.kind !== 'struct' || type.fields?.some((field) => field.name === name) === true;
}

function structField(
  frame: Frame,
  target: GoStruct,
  index: number,
  step: Step & { readonly typeName: string },
): Evaluated {
  const field: GoField | undefined = target.type.fields?.[index];
  const name = field?.name ?? '';
  if (!/^\p{Lu}/u.test(name)) fail(frame, `${name} is an unexported field of struct type ${step.typeName}`);
  if (step.isCall) fail(frame, `${name} has arguments but cannot be invoked as function`);
  return target.fields[index];
}
