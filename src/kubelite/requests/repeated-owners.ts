/** Owners that an object names twice are kept once, with a warning, before anything else looks at it. */
import { jsonEqual } from '../../base/json-equal.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { Call } from './call.ts';

const ADVICE = 'API server dedups owner references in 1.20+, and may reject such requests as early as 1.24';

/** The object with each owner once. `patched`: what a patch made is looked at later, which the warning says. */
export function withOwnersOnce({ notes }: Call, object: KubeObject, { patched = false } = {}): KubeObject {
  const owners = object.metadata.ownerReferences;
  if (!Array.isArray(owners) || owners.length < 2) return object;
  const repeated = owners.filter((owner, index) => owners.slice(0, index).some((other) => jsonEqual(other, owner)));
  if (repeated.length === 0) return object;
  const ownerReferences = owners.filter((owner) => !repeated.includes(owner));
  const when = patched ? ' after mutating admission happens' : '';
  const uids = repeated.map(({ uid = '' }) => uid).join(', ');
  notes.warnings.push(
    `.metadata.ownerReferences contains duplicate entries${when}; ${ADVICE}; please fix your requests; duplicate UID(s) observed: ${uids}`,
  );
  return { ...object, metadata: { ...object.metadata, ownerReferences } };
}
