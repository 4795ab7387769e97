/** What the scale subresource of a custom kind needs: numbers and a text at the paths that its definition names. */

import { isList, isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import { goText } from '../object/go-text.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { invalid } from '../validation/causes.ts';

const MOST = 2_147_483_647;

/** Causes for the number of replicas asked for. `scale` is `subresources.scale` of the definition's version. */
export function scaleSpecCauses(object: JsonObject, scale: JsonObject): readonly FieldCause[] {
  return countCauses(object, textAt(scale, 'specReplicasPath') ?? '');
}

/** Causes for the number of replicas there are, and the selector of their pods. */
export function scaleStatusCauses(object: JsonObject, scale: JsonObject): readonly FieldCause[] {
  const selector = textAt(scale, 'labelSelectorPath');
  return [
    ...countCauses(object, textAt(scale, 'statusReplicasPath') ?? ''),
    ...(selector === undefined ? [] : selectorCauses(object, selector)),
  ];
}

function countCauses(object: JsonObject, path: string): readonly FieldCause[] {
  const found = reach(object, path);
  if ('fault' in found) return [invalid(path, 0, found.fault)];
  const { value } = found;
  if (value === undefined) return [];
  if (typeof value !== 'bigint' && !Number.isInteger(value)) {
    return [invalid(path, 0, notOfType(path, value, 'int64'))];
  }
  const count = Number(value);
  if (count < 0) return [invalid(path, value, 'should be a non-negative integer')];
  return count > MOST ? [invalid(path, value, `should be less than or equal to ${MOST}`)] : [];
}

function selectorCauses(object: JsonObject, path: string): readonly FieldCause[] {
  const found = reach(object, path);
  if ('fault' in found) return [invalid(path, '', found.fault)];
  const { value } = found;
  return value === undefined || typeof value === 'string' ? [] : [invalid(path, '', notOfType(path, value, 'string'))];
}

function reach(object: JsonObject, path: string): { readonly value: Json | undefined } | { readonly fault: string } {
  const steps = path.replace(/^\./, '').split('.');
  let value: Json | undefined = object;
  for (const [index, step] of steps.entries()) {
    if (value === undefined || value === null) return { value: undefined };
    if (!isObject(value)) {
      return { fault: notOfType(`.${steps.slice(0, index + 1).join('.')}`, value, 'map[string]interface{}') };
    }
    value = value[step];
  }
  return { value };
}

function notOfType(path: string, value: Json, wanted: string): string {
  return `${path} accessor error: ${goText(value)} is of the type ${goType(value)}, expected ${wanted}`;
}

function goType(value: Json): string {
  if (value === null) return '<nil>';
  if (isList(value)) return '[]interface {}';
  if (isObject(value)) return 'map[string]interface {}';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'bigint' ? 'int64' : 'string';
}
