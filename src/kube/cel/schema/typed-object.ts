/** The types of whole objects as expressions see them: built-in kinds by their tables, custom ones by their schema. */
import type { JsonObject } from '../../../base/json-value.ts';
import { type CelType, type StructFields, types } from '../../../lang/cel/index.ts';
import { structOfKind, structType, type TypeRef } from '../../builtin/type-table.ts';
import { declareType, type ObjectFields } from './declared-type.ts';
import { escapeName } from './escape.ts';

export interface TypedObject {
  readonly type: CelType;
  readonly structs: StructFields;
}

const SCALARS: Readonly<Record<string, CelType>> = {
  string: types.STRING,
  bool: types.BOOL,
  int32: types.INT,
  int64: types.INT,
  float64: types.DOUBLE,
  bytes: types.BYTES,
  Time: types.TIMESTAMP,
  MicroTime: types.TIMESTAMP,
  Duration: types.STRING,
  IntOrString: types.DYN,
};
/** Objects of which nothing is declared. */
const CLOSED = new Set(['RawExtension', 'FieldsV1']);

/** The type of a built-in kind; undefined for any other. */
export function builtinTypedObject(apiVersion: string, kind: string): TypedObject | undefined {
  const struct = structOfKind(apiVersion, kind);
  return struct === undefined ? undefined : typedStruct(kind, struct.name);
}

/** Types that are reached are made when somebody asks for their fields, since some hold themselves. */
function typedStruct(name: string, goType: string): TypedObject {
  const goTypes = new Map([[name, goType]]);
  const around = new Map<string, readonly string[]>([[name, [goType]]]);
  const known = new Map<string, ReadonlyMap<string, CelType>>();
  const celType = (ref: TypeRef, path: string): CelType | undefined => {
    switch (ref.kind) {
      case 'scalar':
        if (!CLOSED.has(ref.name)) return SCALARS[ref.name];
        known.set(path, new Map());
        return types.struct(path);
      case 'struct': {
        const outer = outerTypes(around, path);
        // What is in itself is not followed.
        if (outer.includes(ref.name)) known.set(path, new Map());
        else goTypes.set(path, ref.name);
        around.set(path, [...outer, ref.name]);
        return types.struct(path);
      }
      default: {
        const inner = celType(ref.of, `${path}.${ref.kind === 'list' ? '@idx' : '@elem'}`);
        if (inner === undefined) return undefined;
        return ref.kind === 'list' ? types.listOf(inner) : types.mapOf(types.STRING, inner);
      }
    }
  };
  const structs: StructFields = (path) => {
    const fields = known.get(path) ?? fieldsOf(goTypes.get(path), path, celType);
    if (fields !== undefined) known.set(path, fields);
    return fields;
  };
  return { type: types.struct(name), structs };
}

/** The Go types around a path. */
function outerTypes(around: ReadonlyMap<string, readonly string[]>, path: string): readonly string[] {
  for (let end = path.lastIndexOf('.'); end > 0; end = path.lastIndexOf('.', end - 1)) {
    const found = around.get(path.slice(0, end));
    if (found !== undefined) return found;
  }
  return [];
}

function fieldsOf(
  goType: string | undefined,
  path: string,
  celType: (ref: TypeRef, path: string) => CelType | undefined,
): ReadonlyMap<string, CelType> | undefined {
  const struct = goType === undefined ? undefined : structType(goType);
  if (struct === undefined) return undefined;
  const fields = new Map<string, CelType>();
  for (const { name, type } of struct.fields) {
    const escaped = escapeName(name);
    const found = escaped === undefined ? undefined : celType(type, `${path}.${escaped}`);
    // What has no type is not there for expressions.
    if (escaped !== undefined && found !== undefined) fields.set(escaped, found);
  }
  return fields;
}

/** The type of a custom kind by its schema; its metadata is that of every object. */
export function customTypedObject(kind: string, schema: JsonObject): TypedObject | undefined {
  const objects: ObjectFields = new Map();
  const declared = declareType({ ...schema, type: 'object' }, { root: false, name: kind, objects });
  if (declared === undefined) return undefined;
  const metadata = typedStruct(`${kind}.metadata`, 'meta/v1.ObjectMeta');
  const own = new Map(objects.get(kind) ?? []);
  own.set('apiVersion', types.STRING).set('kind', types.STRING).set('metadata', metadata.type);
  objects.set(kind, own);
  return { type: declared.type, structs: (name) => objects.get(name) ?? metadata.structs(name) };
}
