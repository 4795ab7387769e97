/** Labels and annotations. */

import { sortedKeys } from '../../../base/json/byte-order.ts';
import type { FieldSpec } from '../configuration/field-spec.ts';
import { SpecPaths } from '../configuration/visit-fields.ts';
import { isMap, type NodeMap, put } from '../object/node.ts';
import { noteOpenKey } from '../object/notes.ts';
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
  const paths = new SpecPaths(specs);
  for (const resource of resources) {
    const made = new Map<string, NodeMap[]>();
    paths.visit(resource.object, {
      gvk: resource.gvk,
      name: () => idText(resource.id),
      make: () => ({}),
      visit: ({ value, set }) => {
        const map = value === null ? {} : value;
        if (!isMap(map)) throw wrongShape('MappingNode', map);
        for (const key of keys) {
          if (!Object.hasOwn(map, key)) {
            made.set(key, [...(made.get(key) ?? []), map]);
            noteOpenKey(map, key);
          }
          put(map, key, pairs[key] ?? '');
        }
        if (value === null) set(map);
      },
    });
    const shared = [...made].filter(([, maps]) => maps.length > 1).map(([key, maps]) => ({ key, maps }));
    if (shared.length > 0) resource.shared = [...resource.shared, ...shared];
  }
}
