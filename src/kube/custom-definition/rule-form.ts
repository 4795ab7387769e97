/** The form of a schema's rules (`x-kubernetes-validations`); what they say in CEL is judged elsewhere. */
import type { JsonObject } from '../../base/json-value.ts';
import { textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { invalid, required, unsupported } from '../validation/causes.ts';
import { objectsIn } from './definition-spec.ts';
import { schemaAtPath } from './schema-path.ts';
import { unstructuredReason } from './structural-form.ts';

const RULES = 'x-kubernetes-validations';
const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];
const LINE_BREAK = /[\n\r]/;

/** Causes for the rules of one schema. */
export function ruleCauses(schema: JsonObject, path: string): readonly FieldCause[] {
  return objectsIn(schema, RULES).flatMap((rule, index) => {
    const field = `${path}.${RULES}[${index}]`;
    return [...textCauses(rule, field), ...choiceCauses(rule, field), ...placeCauses(schema, rule, field)];
  });
}

function textCauses(rule: JsonObject, field: string): readonly FieldCause[] {
  const expression = (textAt(rule, 'rule') ?? '').trim();
  const given = textAt(rule, 'message') ?? '';
  const message = given.trim();
  if (expression === '') return [required(`${field}.rule`, 'rule is not specified')];
  if (given !== '' && message === '') return [invalid(`${field}.message`, given, 'must be non-empty if specified')];
  if (LINE_BREAK.test(message)) return [invalid(`${field}.message`, given, 'must not contain line breaks')];
  return LINE_BREAK.test(expression) && message === ''
    ? [required(`${field}.message`, 'message must be specified if rule contains line breaks')]
    : [];
}

function choiceCauses(rule: JsonObject, field: string): readonly FieldCause[] {
  const expression = textAt(rule, 'messageExpression') ?? '';
  const reason = textAt(rule, 'reason');
  return [
    ...(expression !== '' && expression.trim() === ''
      ? [required(`${field}.messageExpression`, 'messageExpression must be non-empty if specified')]
      : []),
    ...(reason === undefined || REASONS.includes(reason) ? [] : [unsupported(`${field}.reason`, reason, REASONS)]),
  ];
}

function placeCauses(schema: JsonObject, rule: JsonObject, field: string): readonly FieldCause[] {
  const path = textAt(rule, 'fieldPath') ?? '';
  const place = `${field}.fieldPath`;
  if (path === '') return [];
  const known =
    unstructuredReason(schema) !== undefined || typeof schemaAtPath(path, schema, { brackets: true }) !== 'string';
  return [
    ...(path.trim() === '' ? [invalid(place, path, 'must be non-empty if specified')] : []),
    ...(LINE_BREAK.test(path) ? [invalid(place, path, 'must not contain line breaks')] : []),
    ...(known ? [] : [invalid(place, path, 'must be a valid path')]),
  ];
}
