/** Field table → structural OpenAPI schema of a CustomResourceDefinition (apiextensions.k8s.io/v1). */
import type { Json, JsonObject } from '../../base/json-value.ts';
import type { AnyStruct, Field, ScalarKind, Shape } from '../schema/field.ts';

/** Members that the API server itself knows: a schema may name but not describe them. */
const ROOT: Readonly<Record<string, JsonObject>> = {
  apiVersion: { type: 'string', description: 'Version of the schema of this object' },
  kind: { type: 'string', description: 'Kind of this object' },
  metadata: { type: 'object' },
};

const SCALARS: Readonly<Record<ScalarKind, JsonObject>> = {
  text: { type: 'string' },
  flag: { type: 'boolean' },
  int64: { type: 'integer', format: 'int64' },
  int32: { type: 'integer', format: 'int32' },
  time: { type: 'string', format: 'date-time' },
  bytes: { type: 'string', format: 'byte' },
  raw: { 'x-kubernetes-preserve-unknown-fields': true },
  rawObject: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  intOrString: { anyOf: [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true },
  quantity: { anyOf: [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true },
};

/** The schema of a whole kind. `apiVersion` and `kind` are not asked for, since every client sends them. */
export function schemaOfKind(struct: AnyStruct): JsonObject {
  const schema = schemaOfStruct(struct);
  const properties = { ...(schema.properties as JsonObject), ...ROOT };
  return { ...schema, properties };
}

/** The schema of a struct: members in the order of its table. */
export function schemaOfStruct(struct: AnyStruct): JsonObject {
  const properties: Record<string, Json> = {};
  for (const { key, field } of struct.members) properties[key] = describe(field);
  const required = struct.members.filter(({ field }) => isRequired(field)).map(({ key }) => key);
  return {
    type: 'object',
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
    ...(struct.atomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
  };
}

function isRequired({ rule }: Field): boolean {
  return rule === 'always' || rule === 'nullable';
}

function describe({ doc, shape }: Field): JsonObject {
  return { ...(doc === '' ? {} : { description: doc }), ...schemaOfShape(shape) };
}

function schemaOfShape(shape: Shape): JsonObject {
  switch (shape.kind) {
    case 'struct':
      return schemaOfStruct(shape.struct);
    case 'list':
      return { type: 'array', items: schemaOfShape(shape.of) };
    case 'map':
      return { type: 'object', additionalProperties: schemaOfShape(shape.of) };
    default:
      return {
        ...SCALARS[shape.kind],
        ...(shape.values ? { enum: shape.values } : {}),
        ...(shape.maxLength === undefined ? {} : { maxLength: shape.maxLength }),
      };
  }
}
