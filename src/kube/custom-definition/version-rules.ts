/** Printer columns, subresources, selectable fields and deprecation of one version of a CustomResourceDefinition. */
import { isObject, type JsonObject, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { duplicate, invalid, required } from '../validation/causes.ts';
import { objectOf, objectsIn } from './definition-spec.ts';
import { schemaAtPath } from './schema-path.ts';

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];
const MOST_SELECTABLE = 8;
const LONGEST_WARNING = 256;
const BYTES = new TextEncoder();

/** Causes for the warning of a deprecated version. */
export function deprecationCauses(version: JsonObject, path: string): readonly FieldCause[] {
  const warning = textAt(version, 'deprecationWarning');
  if (warning === undefined) return [];
  return wrongWarning(warning, version['deprecated'] === true).map((sentence) =>
    invalid(`${path}.deprecationWarning`, warning, sentence),
  );
}

function wrongWarning(warning: string, deprecated: boolean): readonly string[] {
  if (!deprecated) return ['can only be set for deprecated versions'];
  const wrong: string[] = [];
  if (BYTES.encode(warning).length > LONGEST_WARNING) wrong.push(`must be <= ${LONGEST_WARNING} characters long`);
  if (warning === '') wrong.push('must not be an empty string');
  const odd = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.exec(warning);
  if (odd) {
    const index = BYTES.encode(warning.slice(0, odd.index)).length;
    wrong.push(`must only contain printable UTF-8 characters; non-printable character found at index ${index}`);
  }
  return wrong;
}

/** Causes for the columns of a table. */
export function columnCauses(part: JsonObject, path: string): readonly FieldCause[] {
  return objectsIn(part, 'additionalPrinterColumns').flatMap((column, index) => {
    const field = `${path}.additionalPrinterColumns[${index}]`;
    const [name, type, format] = ['name', 'type', 'format'].map((key) => textAt(column, key) ?? '');
    const types = `must be one of ${COLUMN_TYPES.join(',')}`;
    const known = COLUMN_TYPES.includes(type ?? '');
    const wrongType = type ? [invalid(`${field}.type`, type, types)] : [required(`${field}.type`, types)];
    const jsonPath = textAt(column, 'jsonPath') ?? '';
    return [
      ...(name ? [] : [required(`${field}.name`)]),
      ...(known ? [] : wrongType),
      ...(!format || COLUMN_FORMATS.includes(format)
        ? []
        : [invalid(`${field}.format`, format, `must be one of ${COLUMN_FORMATS.join(',')}`)]),
      ...(jsonPath === '' ? [required(`${field}.JSONPath`)] : simplePathCauses(jsonPath, `${field}.JSONPath`)),
    ];
  });
}

function simplePathCauses(path: string, field: string): readonly FieldCause[] {
  return path.startsWith('.') ? [] : [invalid(field, path, 'must be a simple json path starting with .')];
}

/** Causes for the subresources. */
export function subresourceCauses(part: JsonObject, path: string): readonly FieldCause[] {
  const scale = objectOf(part['subresources'])['scale'];
  if (!isObject(scale)) return [];
  const field = `${path}.subresources.scale`;
  const selector = textAt(scale, 'labelSelectorPath') ?? '';
  return [
    ...replicaCauses(scale, { name: 'specReplicasPath', field, below: '.spec' }),
    ...replicaCauses(scale, { name: 'statusReplicasPath', field, below: '.status' }),
    ...(selector === '' ? [] : selectorCauses(selector, `${field}.labelSelectorPath`)),
  ];
}

interface ReplicaPath {
  readonly name: string;
  readonly field: string;
  readonly below: string;
}

function replicaCauses(scale: JsonObject, { name, field, below }: ReplicaPath): readonly FieldCause[] {
  const path = textAt(scale, name) ?? '';
  const place = `${field}.${name}`;
  if (path === '') return [required(place)];
  const causes = simplePathCauses(path, place);
  if (causes.length > 0 || path.startsWith(`${below}.`)) return causes;
  return [invalid(place, path, `should be a json path under ${below}`)];
}

function selectorCauses(path: string, field: string): readonly FieldCause[] {
  const causes = simplePathCauses(path, field);
  if (causes.length > 0 || path.startsWith('.spec.') || path.startsWith('.status.')) return causes;
  return [invalid(field, path, 'should be a json path under either .spec or .status')];
}

export interface SelectableInput {
  readonly path: string;
  readonly schema: JsonObject;
  /** More of them than may be are there already. */
  readonly maySurpass: boolean;
}

/** Causes for the fields that lists can be narrowed by. */
export function selectableCauses(
  part: JsonObject,
  { path, schema, maySurpass }: SelectableInput,
): readonly FieldCause[] {
  const seen = new Set<string>();
  const causes = objectsIn(part, 'selectableFields').flatMap((field, index): readonly FieldCause[] => {
    const place = `${path}.selectableFields[${index}].jsonPath`;
    const given = textAt(field, 'jsonPath') ?? '';
    if (given === '') return [required(place)];
    const found = schemaAtPath(given, schema, { brackets: false });
    if (typeof found === 'string') return [invalid(place, given, `is an invalid path: ${found}`)];
    const known = seen.has(given);
    seen.add(given);
    return [
      ...(given.startsWith('.metadata.') || given === '.metadata'
        ? [invalid(place, given, 'must not point to fields in metadata')]
        : []),
      ...(['string', 'boolean', 'integer'].includes(textAt(found, 'type') ?? '')
        ? []
        : [
            invalid(
              place,
              given,
              'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
            ),
          ]),
      ...(known ? [duplicate(place, given)] : []),
    ];
  });
  if (seen.size <= MOST_SELECTABLE || maySurpass) return causes;
  const message = `Too many: ${seen.size}: must have at most ${MOST_SELECTABLE} items`;
  return [...causes, { field: `${path}.selectableFields`, message, reason: 'FieldValueTooMany' }];
}
