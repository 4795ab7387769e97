/** Merge schemas of built-in kinds, made from the type table. */
import type { Json } from '../../base/json-value.ts';
import type { FieldFact } from '../builtin/facts.ts';
import { type Field, type StructType, structOfKind, structType, type TypeRef } from '../builtin/type-table.ts';
import { leafSchema, type MergeField, type MergeSchema, type SchemaSource, UNTYPED } from './merge-schema.ts';

const STRING = leafSchema('string');
const NUMBER = leafSchema('number');
const BOOLEAN = leafSchema('boolean');
const SCALAR = leafSchema('scalar');

/** Raw JSON inside a built-in type is owned whole. */
const ANYTHING: MergeSchema = { ...UNTYPED, atomic: true };

const LEAVES: Readonly<Record<string, MergeSchema>> = {
  string: STRING,
  bytes: STRING,
  Time: STRING,
  MicroTime: STRING,
  Duration: STRING,
  int32: NUMBER,
  int64: NUMBER,
  float64: NUMBER,
  bool: BOOLEAN,
  Quantity: SCALAR,
  IntOrString: SCALAR,
  RawExtension: { ...ANYTHING, raw: 'RawExtension' },
  JSON: { ...ANYTHING, raw: 'JSON' },
};

const structs = new Map<string, MergeSchema>();

/** Schemas of all kinds that are built into Kubernetes; what kubelite and offline work use. */
export const BUILTIN_SCHEMAS: SchemaSource = {
  schemaOf(apiVersion, kind) {
    const struct = structOfKind(apiVersion, kind);
    return struct && schemaOfStruct(struct);
  },
};

/** The merge schema of a struct of the type table. */
export function schemaOfStruct(struct: StructType): MergeSchema {
  let schema = structs.get(struct.name);
  if (schema === undefined) {
    schema = objectSchema(struct, struct.atomic);
    structs.set(struct.name, schema);
  }
  return schema;
}

function objectSchema(struct: StructType, atomic: boolean): MergeSchema {
  const fields = new Map<string, MergeField>();
  return {
    kind: 'object',
    atomic,
    listType: 'atomic',
    listKeys: [],
    element: UNTYPED,
    struct: struct.name.slice(struct.name.lastIndexOf('.') + 1),
    field(name) {
      let found = fields.get(name);
      if (found !== undefined) return found;
      const field = struct.byName.get(name);
      if (field === undefined) return undefined;
      found = mergeField(field);
      fields.set(name, found);
      return found;
    },
  };
}

function mergeField(field: Field): MergeField {
  return {
    schema: schemaOfType(field.type, field.fact),
    strategies: field.fact.patchStrategy?.split(',') ?? [],
    mergeKey: field.fact.patchMergeKey ?? '',
    default: field.fact.default as Json | undefined,
  };
}

function schemaOfType(type: TypeRef, fact: FieldFact | undefined): MergeSchema {
  switch (type.kind) {
    case 'scalar':
      return LEAVES[type.name] ?? ANYTHING;
    case 'struct': {
      const struct = structType(type.name);
      if (struct === undefined) return UNTYPED;
      const atomic = fact?.mapType === undefined ? struct.atomic : fact.mapType === 'atomic';
      return atomic === struct.atomic ? schemaOfStruct(struct) : objectSchema(struct, atomic);
    }
    case 'map':
      return mapSchema(type.of, fact?.mapType === 'atomic');
    case 'list':
      return listSchema(type.of, fact);
  }
}

function mapSchema(of: TypeRef, atomic: boolean): MergeSchema {
  const element = schemaOfType(of, undefined);
  const field: MergeField = { schema: element, strategies: [], mergeKey: '', default: undefined };
  return { kind: 'map', atomic, listType: 'atomic', listKeys: [], element, field: () => field };
}

function listSchema(of: TypeRef, fact: FieldFact | undefined): MergeSchema {
  const listType = fact?.listType ?? 'atomic';
  return {
    kind: 'list',
    atomic: listType === 'atomic',
    listType,
    listKeys: fact?.listKeys ?? [],
    get element() {
      return schemaOfType(of, undefined);
    },
    field: () => undefined,
  };
}
