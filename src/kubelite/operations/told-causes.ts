/** Causes with values as the client sent them. */
import type { Json } from '../../base/json-value.ts';
import { structOfKind } from '../../kube/builtin/type-table.ts';
import { withEmpties } from '../../kube/builtin/with-empties.ts';
import type { FieldCause } from '../../kube/object/kube-fault.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';

interface Judged {
  readonly definition: ResourceDefinition;
  readonly object: KubeObject;
  /** What the client sent, where it is at hand. */
  readonly sent: Json | undefined;
}

/** What is wrong with an object. To a server lists and maps that are sent empty are there; `plain` is without them. */
export function toldCauses(
  { definition, object, sent }: Judged,
  judge: (object: KubeObject, plain: KubeObject) => readonly FieldCause[],
): readonly FieldCause[] {
  const struct = definition.custom ? undefined : structOfKind(definition.apiVersion, definition.kind);
  if (sent === undefined || struct === undefined) return judge(object, object);
  return judge(withEmpties(object, sent, struct) as KubeObject, object);
}
