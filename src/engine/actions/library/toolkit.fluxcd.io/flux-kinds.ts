/** Flux: every kind can be held by `spec.suspend`; most look again at once when an annotation asks them to. */
import type { BuiltinAction, BuiltinActions } from '../../builtin-action.ts';
import { withAnnotation } from '../../edit.ts';
import { secondStamp } from '../../stamp.ts';
import { isHeld, suspension } from '../../suspension.ts';

const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';

const RECONCILE: BuiltinAction = {
  name: 'reconcile',
  offer: (object) => ({ disabled: isHeld(object, 'suspend') }),
  run: ({ object, now }) => withAnnotation(object, REQUESTED_AT, `By Argo CD at: ${secondStamp(now).replace('Z', '')}`),
};

const SUSPENSION = suspension({
  field: 'suspend',
  hold: { name: 'suspend' },
  release: { name: 'resume' },
  idle: 'disabled',
});

const RECONCILED: Readonly<Record<string, readonly string[]>> = {
  'helm.toolkit.fluxcd.io': ['HelmRelease'],
  'image.toolkit.fluxcd.io': ['ImageRepository', 'ImageUpdateAutomation'],
  'kustomize.toolkit.fluxcd.io': ['Kustomization'],
  'notification.toolkit.fluxcd.io': ['Receiver'],
  'source.toolkit.fluxcd.io': ['Bucket', 'GitRepository', 'HelmChart', 'HelmRepository', 'OCIRepository'],
};

/** These have nothing to reconcile: they are read when something is to be told. */
const ONLY_HELD: Readonly<Record<string, readonly string[]>> = {
  'notification.toolkit.fluxcd.io': ['Alert', 'Provider'],
};

export const FLUX_KINDS: readonly BuiltinActions[] = [
  ...members(RECONCILED, [RECONCILE, ...SUSPENSION]),
  ...members(ONLY_HELD, SUSPENSION),
];

function members(
  kinds: Readonly<Record<string, readonly string[]>>,
  actions: readonly BuiltinAction[],
): readonly BuiltinActions[] {
  return Object.entries(kinds).flatMap(([group, names]) => names.map((kind) => ({ group, kind, actions })));
}
