/** Policies judge what is created at subresources as well: evictions, bindings, requests for tokens. */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { admissionOf, type Call, isDryRun } from '../requests/call.ts';

/** Throws where a policy denies the object; `dryRun` where the object says so itself. */
export function admitCreated(call: Call, object: KubeObject, { dryRun = false } = {}): void {
  const { definition, path, query } = call;
  const { apiVersion, kind } = object;
  admissionOf(
    call,
    'CreateOptions',
  )({
    operation: 'CREATE',
    definition,
    subresource: path.subresource,
    namespace: path.namespace,
    name: path.name || (object.metadata.name ?? ''),
    object,
    dryRun: dryRun || isDryRun(query),
    as: { apiVersion, kind },
  });
}
