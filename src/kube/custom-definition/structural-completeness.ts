/** Every value that a combination restricts must be described outside of it. */
import { isObject, type JsonObject } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { required } from '../validation/causes.ts';
import { schemaEntries, schemaList } from './nested-schemas.ts';

/** Causes for values that only combinations of this schema speak about. */
export function completenessCauses(schema: JsonObject, path: string): readonly FieldCause[] {
  return combinations(schema, schema, { described: path, restricted: path });
}

interface Places {
  readonly described: string;
  readonly restricted: string;
}

function combinations(restricting: JsonObject, described: JsonObject, places: Places): readonly FieldCause[] {
  const { not } = restricting;
  const each = (inner: JsonObject, step: string) =>
    nested(inner, described, { ...places, restricted: `${places.restricted}.${step}` });
  return [
    ...(isObject(not) ? each(not, 'not') : []),
    ...['allOf', 'anyOf', 'oneOf'].flatMap((keyword) =>
      schemaList(restricting[keyword]).flatMap((inner, index) => each(inner, `${keyword}[${index}]`)),
    ),
  ];
}

function nested(restricting: JsonObject, described: JsonObject | undefined, places: Places): readonly FieldCause[] {
  if (described === undefined) return [required(places.described, `because it is defined in ${places.restricted}`)];
  const { items } = restricting;
  const members = new Map(schemaEntries(described['properties']));
  const deeper = (step: string): Places => ({
    described: `${places.described}.${step}`,
    restricted: `${places.restricted}.${step}`,
  });
  return [
    ...combinations(restricting, described, places),
    ...(isObject(items)
      ? nested(items, isObject(described['items']) ? described['items'] : undefined, deeper('items'))
      : []),
    ...schemaEntries(restricting['properties']).flatMap(([name, inner]) =>
      nested(inner, members.get(name), deeper(`properties[${name}]`)),
    ),
  ];
}
