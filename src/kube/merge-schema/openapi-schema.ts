/**
 * Merge schemas from OpenAPI v3: a cluster's own document with its references, or the structural schema of a custom
 * resource. Both say with `x-kubernetes-*` how values merge; what they leave out is owned whole (lists) or by key (objects).
 */
import { isList, isObject, type Json, type JsonObject, member, textAt } from '../../base/json-value.ts';
import { BUILTIN_SCHEMAS } from './builtin-schema.ts';
import { leafSchema, type MergeField, type MergeSchema, type SchemaSource, UNTYPED } from './merge-schema.ts';

/** Answers a `$ref`; undefined where there is no such schema. */
export type Resolve = (reference: string) => JsonObject | undefined;

const SCALAR = leafSchema('scalar');
const LEAVES: Readonly<Record<string, MergeSchema>> = {
  string: leafSchema('string'),
  integer: leafSchema('number'),
  number: leafSchema('number'),
  boolean: leafSchema('boolean'),
};

/** Schemas of the kinds of an OpenAPI v3 document (`components.schemas`), each made when first asked for. */
export function openapiSchemas(document: JsonObject): SchemaSource {
  const schemas = member(member(document, 'components'), 'schemas');
  const made = new Map<string, MergeSchema>();
  const resolve = cachedResolve((reference) => {
    const found = member(schemas, reference.slice(reference.lastIndexOf('/') + 1));
    return isObject(found) ? found : undefined;
  }, made);
  const names = kindNames(schemas);
  return {
    schemaOf(apiVersion, kind) {
      const name = names.get(`${apiVersion} ${kind}`);
      return name === undefined ? undefined : resolve(`#/components/schemas/${name}`);
    },
  };
}

/** The merge schema of a custom resource from the `openAPIV3Schema` of one version of its definition. */
export function customResourceSchema(schema: JsonObject | undefined): MergeSchema {
  const root = fromOpenapi(schema ?? { 'x-kubernetes-preserve-unknown-fields': true, type: 'object' }, () => undefined);
  return withObjectHead(root);
}

type ResolveSchema = (reference: string) => MergeSchema | undefined;

function cachedResolve(resolve: Resolve, made: Map<string, MergeSchema>): ResolveSchema {
  const find: ResolveSchema = (reference) => {
    const known = made.get(reference);
    if (known !== undefined) return known;
    const schema = resolve(reference);
    if (schema === undefined) return undefined;
    const merge = fromOpenapi(schema, find);
    made.set(reference, merge);
    return merge;
  };
  return find;
}

function kindNames(schemas: Json | undefined): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [name, schema] of Object.entries(isObject(schemas) ? schemas : {})) {
    const kinds = member(schema, 'x-kubernetes-group-version-kind');
    for (const gvk of isList(kinds) ? kinds : []) {
      const group = textAt(gvk, 'group') ?? '';
      const version = textAt(gvk, 'version') ?? '';
      names.set(`${group === '' ? version : `${group}/${version}`} ${textAt(gvk, 'kind') ?? ''}`, name);
    }
  }
  return names;
}

function fromOpenapi(schema: JsonObject, resolve: ResolveSchema): MergeSchema {
  const reference = referenceOf(schema);
  if (reference !== undefined) return withMapType(resolve(reference) ?? UNTYPED, schema);
  const type = textAt(schema, 'type');
  // Quantities and the like are one of several scalars. A schema with a type may have alternatives as well.
  if (schema['x-kubernetes-int-or-string'] === true || (type === undefined && schema['oneOf'])) return SCALAR;
  if (type === 'array') return listFrom(schema, resolve);
  if (type === 'object' || schema['properties'] !== undefined) return objectFrom(schema, resolve);
  return LEAVES[type ?? ''] ?? UNTYPED;
}

/** A reference stands alone, or inside `allOf` where the property has a default of its own. */
function referenceOf(schema: JsonObject): string | undefined {
  const all = schema['allOf'];
  return textAt(schema, '$ref') ?? (isList(all) && all.length === 1 ? textAt(all[0], '$ref') : undefined);
}

function withMapType(schema: MergeSchema, property: JsonObject): MergeSchema {
  const type = property['x-kubernetes-map-type'];
  return type === undefined || schema.atomic === (type === 'atomic')
    ? schema
    : Object.create(schema, { atomic: { value: type === 'atomic' } });
}

function listFrom(schema: JsonObject, resolve: ResolveSchema): MergeSchema {
  const type = schema['x-kubernetes-list-type'];
  const listType = type === 'set' || type === 'map' ? type : 'atomic';
  const keys = schema['x-kubernetes-list-map-keys'];
  const items = schema['items'];
  let element: MergeSchema | undefined;
  return {
    kind: 'list',
    atomic: listType === 'atomic',
    listType,
    listKeys: isList(keys) ? keys.map(String) : [],
    get element() {
      element ??= isObject(items) ? fromOpenapi(items, resolve) : UNTYPED;
      return element;
    },
    field: () => undefined,
  };
}

function objectFrom(schema: JsonObject, resolve: ResolveSchema): MergeSchema {
  const properties = isObject(schema['properties']) ? schema['properties'] : undefined;
  const additional = schema['additionalProperties'];
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true || (!properties && additional === undefined);
  const atomic = schema['x-kubernetes-map-type'] === 'atomic';
  if (properties === undefined && open) return atomic ? { ...UNTYPED, atomic } : UNTYPED;
  const rest = isObject(additional) ? fromOpenapi(additional, resolve) : UNTYPED;
  const restField: MergeField = { schema: rest, strategies: [], mergeKey: '', default: undefined };
  const isMap = properties === undefined || Object.keys(properties).length === 0;
  const fields = new Map<string, MergeField>();
  const embedded = schema['x-kubernetes-embedded-resource'] === true;
  const made: MergeSchema = {
    kind: isMap ? 'map' : 'object',
    atomic,
    listType: 'atomic',
    listKeys: [],
    element: rest,
    field(name) {
      if (isMap) return restField;
      const known = fields.get(name);
      if (known !== undefined) return known;
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (!isObject(property)) return open || isObject(additional) ? restField : undefined;
      const field = fieldFrom(property, resolve);
      fields.set(name, field);
      return field;
    },
  };
  return embedded ? withObjectHead(made) : made;
}

function fieldFrom(property: JsonObject, resolve: ResolveSchema): MergeField {
  return {
    schema: fromOpenapi(property, resolve),
    strategies: (textAt(property, 'x-kubernetes-patch-strategy') ?? '').split(',').filter((part) => part !== ''),
    mergeKey: textAt(property, 'x-kubernetes-patch-merge-key') ?? '',
    default: property['default'],
  };
}

const STRING = leafSchema('string');

/** Definitions say little or nothing of apiVersion, kind and metadata; servers put the built-in types there. */
function withObjectHead(schema: MergeSchema): MergeSchema {
  const metadata = BUILTIN_SCHEMAS.schemaOf('v1', 'ConfigMap')?.field('metadata');
  const text: MergeField = { schema: STRING, strategies: [], mergeKey: '', default: undefined };
  return {
    kind: 'object',
    atomic: schema.atomic,
    listType: 'atomic',
    listKeys: [],
    element: schema.element,
    field(name) {
      if (name === 'metadata') return metadata;
      if (name === 'apiVersion' || name === 'kind') return text;
      return schema.field(name);
    },
  };
}
