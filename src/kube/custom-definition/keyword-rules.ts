/** Which keywords a schema may use, and how (apiextensions, validation of `openAPIV3Schema`). */
import { isList, isObject, type JsonObject, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid, required, unsupported } from '../validation/causes.ts';
import { listTypeCauses, mapKeyCauses } from './list-type-rules.ts';
import { schemaEntries, schemaList } from './nested-schemas.ts';
import { ruleCauses } from './rule-form.ts';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const HEAD = new Set(['metadata', 'kind', 'apiVersion']);

/** What is demanded of a schema; less than everything where an object had such a schema already. */
export interface KeywordDemands {
  readonly knownTypes: boolean;
  /** Elements of sets are compared as wholes. */
  readonly atomicSets: boolean;
  /** Keys of lists that are maps have values. */
  readonly filledKeys: boolean;
}

/** Where a schema stands, as far as it matters to what it may say. */
interface Place {
  readonly path: string;
  readonly demands: KeywordDemands;
  readonly isRoot: boolean;
  /** Inside metadata, or a member of an object's head. */
  readonly insideHead: boolean;
  /** Why no defaults may stand here; empty where they may. */
  readonly noDefaults: string;
}

/** Causes for the schema of a whole custom resource. Rules are judged by their form alone. */
export function keywordCauses(schema: JsonObject, path: string, demands: KeywordDemands): readonly FieldCause[] {
  return schemaCauses(schema, { path, demands, isRoot: true, insideHead: false, noDefaults: '' });
}

function schemaCauses(schema: JsonObject, place: Place): readonly FieldCause[] {
  const { path, demands } = place;
  return [
    ...unsupportedCauses(schema, place),
    ...(schema['uniqueItems'] === true
      ? [
          forbidden(
            `${path}.uniqueItems`,
            'uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
          ),
        ]
      : []),
    ...belowCauses(schema, place),
    ...extensionCauses(schema, path),
    ...listTypeCauses(schema, path, demands),
    ...(demands.filledKeys ? mapKeyCauses(schema, path) : []),
    ...ruleCauses(schema, path),
  ];
}

const NEVER = ['patternProperties', 'definitions', 'dependencies', '$ref'];

/** Of schemas by pattern or name an empty map is none. */
function isGiven(schema: JsonObject, name: string): boolean {
  const value = schema[name];
  const counts = name === 'patternProperties' || name === 'definitions';
  return value !== undefined && !(counts && isObject(value) && Object.keys(value).length === 0);
}

function unsupportedCauses(schema: JsonObject, place: Place): readonly FieldCause[] {
  const { path, demands, noDefaults } = place;
  const type = textAt(schema, 'type') ?? '';
  const refused = (name: string): FieldCause => forbidden(`${path}.${name}`, `${name} is not supported`);
  return [
    ...(demands.knownTypes && type !== '' && !TYPES.includes(type) ? [unsupported(`${path}.type`, type, TYPES)] : []),
    ...(schema['default'] !== undefined && noDefaults !== ''
      ? [forbidden(`${path}.default`, `must not be set ${noDefaults}`)]
      : []),
    ...(textAt(schema, 'id') ? [refused('id')] : []),
    ...(schema['additionalItems'] === undefined ? [] : [refused('additionalItems')]),
    ...NEVER.filter((name) => isGiven(schema, name)).map(refused),
    ...(type === 'null'
      ? [forbidden(`${path}.type`, 'type cannot be set to null, use nullable as an alternative')]
      : []),
    ...(isList(schema['items']) && schema['items'].length > 0
      ? [forbidden(`${path}.items`, 'items must be a schema object and not an array')]
      : []),
    ...(place.insideHead && schema['x-kubernetes-embedded-resource'] === true
      ? [forbidden(`${path}.x-kubernetes-embedded-resource`, 'must not be used inside of resource meta')]
      : []),
  ];
}

function belowCauses(schema: JsonObject, place: Place): readonly FieldCause[] {
  const inner = { ...place, isRoot: false };
  const at = (step: string): Place => ({ ...inner, path: `${place.path}.${step}` });
  const { not, items } = schema;
  return [
    ...additionalCauses(schema, inner),
    ...schemaEntries(schema['properties']).flatMap(([name, member]) =>
      schemaCauses(member, memberPlace(schema, name, place)),
    ),
    ...(isObject(not) ? schemaCauses(not, at('not')) : []),
    ...['allOf', 'oneOf', 'anyOf'].flatMap((keyword) =>
      schemaList(schema[keyword]).flatMap((one, index) => schemaCauses(one, at(`${keyword}[${index}]`))),
    ),
    ...schemaEntries(schema['definitions']).flatMap(([name, one]) => schemaCauses(one, at(`definitions[${name}]`))),
    ...(isObject(items) ? schemaCauses(items, at('items')) : []),
    ...schemaList(items).flatMap((one, index) => schemaCauses(one, at(`items[${index}]`))),
    ...schemaEntries(schema['dependencies']).flatMap(([name, one]) => schemaCauses(one, at(`dependencies[${name}]`))),
  ];
}

function additionalCauses(schema: JsonObject, place: Place): readonly FieldCause[] {
  const additional = schema['additionalProperties'];
  if (additional === undefined) return [];
  const path = `${place.path}.additionalProperties`;
  const described = schemaEntries(schema['properties']).length > 0;
  const both =
    described && additional !== true
      ? [forbidden(path, 'additionalProperties and properties are mutual exclusive')]
      : [];
  if (!isObject(additional)) return both;
  const noDefaults = place.insideHead ? 'inside additionalProperties applying to object metadata' : place.noDefaults;
  return [...both, ...schemaCauses(additional, { ...place, path, noDefaults })];
}

function memberPlace(schema: JsonObject, name: string, place: Place): Place {
  const { isRoot } = place;
  const head = HEAD.has(name) && (isRoot || schema['x-kubernetes-embedded-resource'] === true);
  return {
    ...place,
    path: `${place.path}.properties[${name}]`,
    isRoot: false,
    insideHead: place.insideHead || head,
    noDefaults: head && isRoot ? `in top-level ${name}` : place.noDefaults,
  };
}

function extensionCauses(schema: JsonObject, path: string): readonly FieldCause[] {
  const type = textAt(schema, 'type') ?? '';
  const mapType = textAt(schema, 'x-kubernetes-map-type');
  const causes: FieldCause[] = [];
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    causes.push(invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined'));
  }
  if (mapType !== undefined && type !== 'object') {
    const detail = 'must be object if x-kubernetes-map-type is specified';
    causes.push(type === '' ? required(`${path}.type`, detail) : invalid(`${path}.type`, type, detail));
  }
  if (mapType !== undefined && mapType !== 'atomic' && mapType !== 'granular') {
    causes.push(unsupported(`${path}.x-kubernetes-map-type`, mapType, ['atomic', 'granular']));
  }
  return causes;
}
