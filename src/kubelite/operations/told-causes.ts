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

/** What is wrong with an object. Only the values shown differ where the client sent some list or map empty. */
export function toldCauses(
  { definition, object, sent }: Judged,
  judge: (object: KubeObject) => readonly FieldCause[],
): readonly FieldCause[] {
  const causes = judge(object);
  const struct = definition.custom ? undefined : structOfKind(definition.apiVersion, definition.kind);
  if (causes.length === 0 || sent === undefined || struct === undefined) return causes;
  const shown = judge(withEmpties(object, sent, struct) as KubeObject);
  return outline(shown) === outline(causes) ? shown : causes;
}

function outline(causes: readonly FieldCause[]): string {
  return causes.map(({ field, reason }) => `${field} ${reason}`).join('\n');
}
