/** Versions and schemas as messages show them: Go's names in Go's order, nothing left out. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { objectOf, objectsIn } from './definition-spec.ts';

/** A field of a schema in Go: its name there and in JSON, and what stands for an absent one. */
type SchemaField = readonly [go: string, json: string, empty: Json, shape?: (value: Json) => Json];

const SCHEMA_FIELDS: readonly SchemaField[] = [
  ['ID', 'id', ''],
  ['Schema', '$schema', ''],
  ['Ref', '$ref', null],
  ['Description', 'description', ''],
  ['Type', 'type', ''],
  ['Nullable', 'nullable', false],
  ['Format', 'format', ''],
  ['Title', 'title', ''],
  ['Default', 'default', null],
  ['Maximum', 'maximum', null],
  ['ExclusiveMaximum', 'exclusiveMaximum', false],
  ['Minimum', 'minimum', null],
  ['ExclusiveMinimum', 'exclusiveMinimum', false],
  ['MaxLength', 'maxLength', null],
  ['MinLength', 'minLength', null],
  ['Pattern', 'pattern', ''],
  ['MaxItems', 'maxItems', null],
  ['MinItems', 'minItems', null],
  ['UniqueItems', 'uniqueItems', false],
  ['MultipleOf', 'multipleOf', null],
  ['Enum', 'enum', null],
  ['MaxProperties', 'maxProperties', null],
  ['MinProperties', 'minProperties', null],
  ['Required', 'required', null],
  ['Items', 'items', null, itemsShape],
  ['AllOf', 'allOf', null, listShape],
  ['OneOf', 'oneOf', null, listShape],
  ['AnyOf', 'anyOf', null, listShape],
  ['Not', 'not', null, schemaShape],
  ['Properties', 'properties', null, mapShape],
  ['AdditionalProperties', 'additionalProperties', null, boolShape],
  ['PatternProperties', 'patternProperties', null, mapShape],
  ['Dependencies', 'dependencies', null],
  ['AdditionalItems', 'additionalItems', null, boolShape],
  ['Definitions', 'definitions', null, mapShape],
  ['ExternalDocs', 'externalDocs', null, docsShape],
  ['Example', 'example', null],
  ['XPreserveUnknownFields', 'x-kubernetes-preserve-unknown-fields', null],
  ['XEmbeddedResource', 'x-kubernetes-embedded-resource', false],
  ['XIntOrString', 'x-kubernetes-int-or-string', false],
  ['XListMapKeys', 'x-kubernetes-list-map-keys', null],
  ['XListType', 'x-kubernetes-list-type', null],
  ['XMapType', 'x-kubernetes-map-type', null],
  ['XValidations', 'x-kubernetes-validations', null, rulesShape],
];

/** A schema in Go. */
export function goSchema(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    SCHEMA_FIELDS.map(([go, json, empty, shape]) => {
      const value = schema[json];
      if (value === undefined || value === null) return [go, empty];
      return [go, shape ? shape(value) : value];
    }),
  );
}

/** Names in Go of what a schema says, in Go's order. */
export function goSchemaNames(schema: JsonObject): readonly string[] {
  return SCHEMA_FIELDS.filter(([, json, empty]) => {
    const value = schema[json];
    return value !== undefined && value !== null && value !== empty;
  }).map(([go]) => go);
}

/** The versions of a definition in Go. */
export function goVersions(versions: readonly JsonObject[] | undefined): Json {
  return versions === undefined ? null : versions.map(goVersion);
}

function goVersion(version: JsonObject): JsonObject {
  const { schema, subresources } = version;
  const columns = objectsIn(version, 'additionalPrinterColumns');
  const fields = objectsIn(version, 'selectableFields');
  return {
    Name: version['name'] ?? '',
    Served: version['served'] === true,
    Storage: version['storage'] === true,
    Deprecated: version['deprecated'] === true,
    DeprecationWarning: version['deprecationWarning'] ?? null,
    Schema: isObject(schema) ? { OpenAPIV3Schema: schemaShape(schema['openAPIV3Schema'] ?? null) } : null,
    Subresources: isObject(subresources) ? goSubresources(subresources) : null,
    AdditionalPrinterColumns: columns.length === 0 ? null : columns.map(goColumn),
    SelectableFields: fields.length === 0 ? null : fields.map((field) => ({ JSONPath: field['jsonPath'] ?? '' })),
  };
}

function goSubresources(subresources: JsonObject): JsonObject {
  const { status, scale } = subresources;
  return {
    Status: isObject(status) ? {} : null,
    Scale: isObject(scale)
      ? {
          SpecReplicasPath: scale['specReplicasPath'] ?? '',
          StatusReplicasPath: scale['statusReplicasPath'] ?? '',
          LabelSelectorPath: scale['labelSelectorPath'] ?? null,
        }
      : null,
  };
}

function goColumn(column: JsonObject): JsonObject {
  return {
    Name: column['name'] ?? '',
    Type: column['type'] ?? '',
    Format: column['format'] ?? '',
    Description: column['description'] ?? '',
    Priority: column['priority'] ?? 0,
    JSONPath: column['jsonPath'] ?? '',
  };
}

/** A rule in Go. */
export function goRule(rule: JsonObject): JsonObject {
  return {
    Rule: rule['rule'] ?? '',
    Message: rule['message'] ?? '',
    MessageExpression: rule['messageExpression'] ?? '',
    Reason: rule['reason'] ?? null,
    FieldPath: rule['fieldPath'] ?? '',
    OptionalOldSelf: rule['optionalOldSelf'] ?? null,
  };
}

function schemaShape(value: Json): Json {
  return isObject(value) ? goSchema(value) : null;
}

function listShape(value: Json): Json {
  return isList(value) ? value.map(schemaShape) : null;
}

function mapShape(value: Json): Json {
  const entries = Object.entries(objectOf(value)).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, schema]) => [name, schemaShape(schema ?? null)]));
}

/** A list of items, be it one schema or many. */
export function itemsShape(value: Json): Json {
  if (isList(value)) return { Schema: null, JSONSchemas: value.map(schemaShape) };
  return { Schema: schemaShape(value), JSONSchemas: null };
}

function boolShape(value: Json): Json {
  if (isObject(value)) return { Allows: true, Schema: goSchema(value) };
  return { Allows: value === true, Schema: null };
}

function docsShape(value: Json): Json {
  const docs = objectOf(value);
  return { Description: docs['description'] ?? '', URL: docs['url'] ?? '' };
}

function rulesShape(value: Json): Json {
  return isList(value) ? value.map((rule) => goRule(objectOf(rule))) : null;
}
