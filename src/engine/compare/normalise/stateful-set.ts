import { isList, isObject, memberAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { keepMembers } from '../keep-members.ts';

/**
 * The live StatefulSet with only those members of its volume claim templates that the desired ones have. The list is
 * replaced as a whole by a patch, and the server fills in apiVersion, kind, status and more.
 */
export function alignVolumeClaimTemplates(live: KubeObject, target: KubeObject): KubeObject {
  const wanted = memberAt(target, 'spec', 'volumeClaimTemplates');
  const found = memberAt(live, 'spec', 'volumeClaimTemplates');
  if (!isList(wanted) || !isList(found) || wanted.length !== found.length || !isObject(live.spec)) return live;
  return { ...live, spec: { ...live.spec, volumeClaimTemplates: keepMembers(wanted, found) } };
}
