/** What Numaplane notes on the objects that it upgrades step by step. */
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import type { BuiltinAction } from '../../builtin-action.ts';
import { labelOf, withValue } from '../../edit.ts';

const FORCE_PROMOTE = 'numaplane.numaproj.io/force-promote';

export function upgradeState(object: KubeObject): string {
  return labelOf(object, 'numaplane.numaproj.io/upgrade-state') ?? '';
}

/** A Rollout of this kind controls the object. */
export function isOwnedBy(kind: string): (object: KubeObject) => boolean {
  return ({ metadata }) => (metadata.ownerReferences ?? []).some((owner) => owner.kind === kind);
}

/** Takes a new version that is on trial, without waiting for its verdict. */
export const FORCE_PROMOTION: BuiltinAction = {
  name: 'force-promote',
  offer: (object) => ({
    disabled: !['in-progress', 'trial'].includes(upgradeState(object)) || labelOf(object, FORCE_PROMOTE) === 'true',
    iconClass: 'fa-solid fa-fw fa-forward',
    displayName: 'Force Promote',
  }),
  run: ({ object }) => withValue(object, ['metadata', 'labels', FORCE_PROMOTE], 'true'),
};
