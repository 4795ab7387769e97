/** Places in built-in objects whose content Go reads by itself, or not at all: nobody looks for repeated members there. */
import { structOfKind, structType, type TypeRef } from './type-table.ts';

const OPAQUE = new Set([
  'RawExtension',
  'JSON',
  'JSONSchemaPropsOrArray',
  'JSONSchemaPropsOrBool',
  'JSONSchemaPropsOrStringArray',
]);

/** Whether a path such as `data.spec.a` leads into such a place. False for kinds that are not built in. */
export function isInsideOpaque(kind: { readonly apiVersion: string; readonly kind: string }, path: string): boolean {
  const struct = structOfKind(kind.apiVersion, kind.kind);
  let type: TypeRef | undefined = struct && { kind: 'struct', name: struct.name, pointer: false };
  for (const step of path.split(/\.|(?=\[)/)) {
    if (type === undefined) return false;
    if (type.kind === 'scalar') return OPAQUE.has(type.name);
    type = type.kind === 'struct' ? structType(type.name)?.byName.get(step)?.type : type.of;
  }
  return false;
}
