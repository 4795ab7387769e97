/** Labels and annotations. */
import { sortedKeys } from '../../../base/json/byte-order.ts';
import { type FieldSpec, visitFields } from '../configuration/field-spec.ts';
import { isMap, put } from '../object/node.ts';
import type { Resource } from '../object/resource.ts';
import { idText } from '../object/resource-id.ts';
import { wrongShape } from '../object/wrong-shape.ts';

export interface Pairs {
  readonly pairs: Readonly<Record<string, string>>;
  readonly specs: readonly FieldSpec[];
}

/** Sets pairs in every map that the specs lead to. */
export function setPairs(resources: readonly Resource[], { pairs, specs }: Pairs): void {
  const keys = sortedKeys(pairs);
  if (keys.length === 0) return;
  for (const resource of resources) {
    const name = idText(resource.id);
    visitFields(resource.object, specs, {
      gvk: resource.gvk,
      name,
      make: () => ({}),
      visit: ({ value, set }) => {
        const map = value === null ? {} : value;
        if (!isMap(map)) throw wrongShape('MappingNode', map);
        for (const key of keys) put(map, key, pairs[key] ?? '');
        if (value === null) set(map);
      },
    });
  }
}
