/** A value as Go writes it: without empty members that Go leaves out, with those that it always writes. */
import { encodeJson } from '../../api/schema/encode.ts';
import type { Struct } from '../../api/schema/field.ts';
import { parseJson } from '../../base/json/parse.ts';

/** Parts of a specification go into the status in this shape, whatever way their author wrote them. */
export function goShape<T>(struct: Struct<T>, value: T): T {
  return parseJson(encodeJson(struct, value)) as T;
}
