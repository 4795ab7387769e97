/** What the type of a field alone says: it must not be empty, or holds one of a few words. */
import { type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import type { Field, StructType } from '../builtin/type-table.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { required, unsupported } from './causes.ts';
import { join } from './rule.ts';

/** Required by their schema, and yet the server takes an empty text. */
const MAY_BE_EMPTY = new Set([
  'core/v1.ClusterTrustBundleProjection.path',
  'core/v1.HTTPHeader.value',
  'core/v1.Sysctl.value',
  'core/v1.TypedLocalObjectReference.kind',
  'core/v1.TypedLocalObjectReference.name',
  'core/v1.TypedObjectReference.kind',
  'core/v1.TypedObjectReference.name',
  'certificates/v1.CertificateSigningRequestSpec.signerName',
]);

/** Causes for the fields of this struct that no rule of its own speaks about. */
export function declaredCauses(value: JsonObject, struct: StructType, path: string): readonly FieldCause[] {
  return struct.fields.flatMap((field) => declaredCause(value, field, path));
}

/** The cause for one field, if any. */
export function declaredCause(value: JsonObject, field: Field, path: string): readonly FieldCause[] {
  const item = value[field.name];
  if (item === '' && isRequired(field)) return [required(join(path, field.name))];
  // A text that may be left out is there, though empty.
  if (item === '' && !field.type.pointer) return [];
  return isUnknownWord(item, field)
    ? [unsupported(join(path, field.name), textAt(value, field.name) ?? '', field.fact.enum ?? [])]
    : [];
}

function isRequired({ fact, owner, name }: Field): boolean {
  return fact.required === true && !MAY_BE_EMPTY.has(`${owner}.${name}`);
}

function isUnknownWord(item: Json | undefined, { fact }: Field): boolean {
  return fact.enum !== undefined && typeof item === 'string' && !fact.enum.includes(item);
}
