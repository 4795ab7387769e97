/** What is wrong with an expression of a policy or a webhook, as field errors. */
import { isObject, type Json, type JsonObject, textAt } from '../../../base/json-value.ts';
import { type CelType, types } from '../../../lang/cel/index.ts';
import type { FieldCause } from '../../object/kube-fault.ts';
import { invalid } from '../../validation/causes.ts';
import {
  type CompiledExpression,
  compileExpression,
  declaredVariable,
  type Names,
  objects,
  policyEnvironment,
  specOf,
} from './policy-expressions.ts';

/** Where expressions stand decides what they may name and must be. */
export type ExpressionPlace = 'condition' | 'variable' | 'validation' | 'message' | 'annotation';

const WANTED: Readonly<Record<ExpressionPlace, readonly string[]>> = {
  condition: ['bool'],
  variable: [],
  validation: ['bool'],
  message: ['string'],
  annotation: ['string', 'null_type'],
};

export interface PlacedExpression {
  readonly place: ExpressionPlace;
  readonly text: string;
  /** The text that messages show, where it is another. */
  readonly shown?: string;
  readonly path: string;
  /** The policy or webhook configuration. */
  readonly object: JsonObject;
  /** Of a variable: how many stand before it. */
  readonly before?: number;
}

/** The cause for an expression; none where it compiles. */
export function expressionCauses(placed: PlacedExpression): readonly FieldCause[] {
  const { place, text, object } = placed;
  const spec = specOf(object);
  const list = objects(spec['variables']);
  const composed = place !== 'condition' && list.length > 0;
  const names: Names = {
    params: isObject(spec['paramKind']),
    authorizer: place !== 'message',
    ...(composed && { variables: variableTypes(spec, list.slice(0, placed.before)) }),
  };
  return causesOf(compileExpression(text, policyEnvironment(names), WANTED[place]), placed);
}

function causesOf(
  { error }: CompiledExpression,
  { path, text, shown = text }: PlacedExpression,
): readonly FieldCause[] {
  if (error === undefined) return [];
  if (error.kind === 'invalid') return [invalid(path, shown, error.detail)];
  return [{ field: path, message: `Internal error: ${error.detail}`, reason: 'InternalError' }];
}

function variableTypes(spec: JsonObject, list: readonly JsonObject[]): ReadonlyMap<string, CelType> {
  const declared = new Map<string, CelType>();
  const names: Names = { params: isObject(spec['paramKind']), authorizer: true, variables: declared };
  for (const variable of list) {
    const text = textAt(variable, 'expression') ?? '';
    if (text.trim() === '') continue;
    const { program } = compileExpression(text, policyEnvironment(names), []);
    declared.set(textAt(variable, 'name') ?? '', program ? declaredVariable(program.type) : types.DYN);
  }
  return declared;
}

/** The text of a value; empty where it is none. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
