/** CloudNativePG: what its kubectl plugin does, and what its annotations switch. */
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import type { BuiltinAction, BuiltinActions } from '../../builtin-action.ts';
import { annotationOf, withAnnotation, withoutAnnotation } from '../../edit.ts';
import { secondStamp } from '../../stamp.ts';
import { healthyInstances, promoted } from './promote.ts';

const RECONCILIATION = 'cnpg.io/reconciliationLoop';
const HIBERNATION = 'cnpg.io/hibernation';

export const CLUSTER: BuiltinActions = {
  group: 'postgresql.cnpg.io',
  kind: 'Cluster',
  actions: [
    stamped('restart', 'kubectl.kubernetes.io/restartedAt', {
      iconClass: 'fa fa-fw fa-recycle',
      displayName: 'Rollout restart Cluster',
    }),
    stamped('reload', 'cnpg.io/reloadedAt', {
      iconClass: 'fa fa-fw fa-rotate-right',
      displayName: 'Reload all Configuration',
    }),
    {
      name: 'promote',
      offer: (object) => ({
        disabled: healthyInstances(object).length < 2,
        iconClass: 'fa fa-fw fa-angles-up',
        displayName: 'Promote Replica to Primary',
        parameters: [{ name: 'instance', default: 'any' }],
      }),
      run: promoted,
    },
    {
      name: 'suspend',
      offer: (object) =>
        isSuspended(object) ? undefined : { iconClass: 'fa fa-fw fa-pause', displayName: 'Suspend Reconciliation' },
      run: ({ object }) => withAnnotation(object, RECONCILIATION, 'disabled'),
    },
    {
      name: 'resume',
      offer: (object) =>
        isSuspended(object) ? { iconClass: 'fa fa-fw fa-play', displayName: 'Resume Reconciliation' } : undefined,
      run: ({ object }) => withoutAnnotation(object, RECONCILIATION),
    },
    {
      name: 'hibernate',
      offer: (object) =>
        isHibernated(object) ? undefined : { iconClass: 'fa fa-fw fa-pause', displayName: 'Hibernate Cluster' },
      run: ({ object }) => withAnnotation(object, HIBERNATION, 'on'),
    },
    {
      name: 'rehydrate',
      offer: (object) =>
        isHibernated(object) ? { iconClass: 'fa fa-fw fa-play', displayName: 'Rehydrate Cluster' } : undefined,
      run: ({ object }) => withAnnotation(object, HIBERNATION, 'off'),
    },
  ],
};

function stamped(
  name: string,
  annotation: string,
  looks: { readonly iconClass: string; readonly displayName: string },
): BuiltinAction {
  return {
    name,
    offer: () => looks,
    run: ({ object, now }) => withAnnotation(object, annotation, secondStamp(now)),
  };
}

function isSuspended(object: KubeObject): boolean {
  return annotationOf(object, RECONCILIATION) === 'disabled';
}

function isHibernated(object: KubeObject): boolean {
  return annotationOf(object, HIBERNATION) === 'on';
}
