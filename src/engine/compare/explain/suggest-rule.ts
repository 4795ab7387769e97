/** A rule that would hide one difference and nothing else. */

import { parsePointer } from '../../../base/json-pointer.ts';
import { isList, isObject, type Json, textAt } from '../../../base/json-value.ts';
import { gvkOf, type KubeObject } from '../../../kube/object/kube-object.ts';
import type { IgnoreRule } from '../ignore/ignore-rule.ts';

/**
 * By JSON pointer; through lists by jq, since positions move: items are found by their name where they have one. Undefined for
 * a path that is none.
 */
export function suggestRule(live: KubeObject, path: string): IgnoreRule | undefined {
  const steps = parsePointer(path);
  if (steps === undefined || steps.length === 0) return undefined;
  const { group, kind } = gvkOf(live);
  const { name, namespace } = live.metadata;
  const about = {
    group,
    kind,
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined || namespace === '' ? {} : { namespace }),
  };
  const query = jqPath(live, steps);
  return query === undefined ? { ...about, jsonPointers: [path] } : { ...about, jqPathExpressions: [query] };
}

/** Undefined where no step goes through a list. */
function jqPath(live: KubeObject, steps: readonly string[]): string | undefined {
  let here: Json | undefined = live;
  let query = '';
  let throughList = false;
  for (const step of steps) {
    if (isList(here)) {
      throughList = true;
      here = here[Number(step)];
      const name = textAt(here, 'name');
      query += name === undefined ? `[${step}]` : `[] | select(.name == ${JSON.stringify(name)}) | `;
    } else {
      here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
      query += keyStep(step);
    }
  }
  return throughList ? query.replace(/ \| $/, '').replaceAll(' | [', ' | .[') : undefined;
}

function keyStep(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `.${key}` : `.[${JSON.stringify(key)}]`;
}
