/** Lists of Applications, which Go's gateway writes with one item a line (recordings 0b 2). Pure. */
import { listMeta } from '../../api/kube/meta-fields.ts';
import { encodeJson } from '../../api/schema/encode.ts';
import type { AnyStruct } from '../../api/schema/field.ts';
import { isList, type Json, member } from '../../base/json-value.ts';
import { fieldSelection } from './field-selection.ts';

/** JSON text of a list reply. `fields` as the parameter gives it. */
export function writeList(item: AnyStruct, reply: Json, fields: string): string {
  const write = fieldSelection(fields) ?? ((value: Json) => encodeJson(item, value));
  const items = member(reply, 'items');
  const metadata = encodeJson(listMeta, (member(reply, 'metadata') ?? {}) as object);
  if (!isList(items) || items.length === 0) return `{"metadata":${metadata}\n,"items":null}`;
  return `{"metadata":${metadata}\n,"items":[${items.map((value) => `${write(value)}\n`).join(',')}]}`;
}
