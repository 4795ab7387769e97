/** Go writes maps in the order of their keys: so does a server with the objects that a patch went into. */
import type { Json, JsonObject } from '../../base/json-value.ts';

/** The same members in the byte order of their names. */
export function sortedMembers(object: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(object).sort(([one], [other]) => (one < other ? -1 : 1)));
}
