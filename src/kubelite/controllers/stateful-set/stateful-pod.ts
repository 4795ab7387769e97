/** The pod of one ordinal and its claims. */
import type { JsonObject } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import type { Action } from '../controller.ts';
import { controllerReference } from '../owned-objects.ts';
import { podFromTemplate } from '../pod/pod-from-template.ts';
import type { Pod, PodTemplate } from '../workload-types.ts';
import { REVISION_LABEL, type StatefulSet } from './stateful-set-types.ts';

/** Makes the claims that are missing, then the pod. */
export function createStatefulPod(
  set: StatefulSet,
  claims: ReadonlyMap<string, KubeObject>,
  at: { readonly ordinal: number; readonly revision: string; readonly template: PodTemplate },
): readonly Action[] {
  const pod = statefulPod(set, at);
  const name = pod.metadata.name ?? '';
  const missing = claimsOf(set, at.ordinal).filter((claim) => !claims.has(claim.metadata.name ?? ''));
  const tell = (message: string): Action => ({
    kind: 'event',
    about: set,
    type: 'Normal',
    reason: 'SuccessfulCreate',
    message,
    source: 'statefulset-controller',
  });
  return [
    ...missing.flatMap((claim): readonly Action[] => [
      { kind: 'create', object: claim },
      tell(`Create Claim ${claim.metadata.name} Pod ${name} in StatefulSet ${set.metadata.name} success`),
    ]),
    { kind: 'create', object: pod },
    tell(`Create Pod ${name} in StatefulSet ${set.metadata.name} successful`),
  ];
}

function statefulPod(
  set: StatefulSet,
  {
    ordinal,
    revision,
    template,
  }: { readonly ordinal: number; readonly revision: string; readonly template: PodTemplate },
): Pod {
  const name = `${set.metadata.name}-${ordinal}`;
  const pod = podFromTemplate(set, template, {
    name,
    labels: {
      [REVISION_LABEL]: revision,
      'statefulset.kubernetes.io/pod-name': name,
      'apps.kubernetes.io/pod-index': String(ordinal),
    },
  });
  const claimed = (set.spec.volumeClaimTemplates ?? []).map((claim) => claim.metadata.name ?? '');
  const others = (template.spec.volumes ?? []).filter((volume) => !claimed.includes(String(volume['name'])));
  const volumes: readonly JsonObject[] = [
    ...claimed.map((claim) => ({ name: claim, persistentVolumeClaim: { claimName: `${claim}-${name}` } })),
    ...others,
  ];
  const { serviceName } = set.spec;
  return {
    ...pod,
    spec: {
      ...pod.spec,
      hostname: name,
      ...(serviceName === undefined || serviceName === '' ? {} : { subdomain: serviceName }),
      ...(volumes.length > 0 ? { volumes } : {}),
    },
  };
}

/** Where the set says so, the claims of a pod that scaling takes away go with it: they become its own. */
export function claimsThatGo(set: StatefulSet, claims: ReadonlyMap<string, KubeObject>, pod: Pod): readonly Action[] {
  const { name = '', uid = '' } = pod.metadata;
  if (set.spec.persistentVolumeClaimRetentionPolicy?.whenScaled !== 'Delete') return [];
  return (set.spec.volumeClaimTemplates ?? []).flatMap((template): readonly Action[] => {
    const claim = claims.get(`${template.metadata.name}-${name}`);
    if (claim === undefined) return [];
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name, uid, controller: true, blockOwnerDeletion: true }];
    return [{ kind: 'update', object: { ...claim, metadata: { ...claim.metadata, ownerReferences } } }];
  });
}

/** Claims that go with the set are its own from the beginning. */
function ownersOfClaims(set: StatefulSet): Pick<KubeObject['metadata'], 'ownerReferences'> {
  if (set.spec.persistentVolumeClaimRetentionPolicy?.whenDeleted !== 'Delete') return {};
  return { ownerReferences: [controllerReference(set)] };
}

function claimsOf(set: StatefulSet, ordinal: number): readonly KubeObject[] {
  const matchLabels = set.spec.selector['matchLabels'] as Readonly<Record<string, string>> | undefined;
  return (set.spec.volumeClaimTemplates ?? []).map((template) => {
    const { status: _, ...claim } = template;
    return {
      ...claim,
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        ...template.metadata,
        name: `${template.metadata.name}-${set.metadata.name}-${ordinal}`,
        namespace: set.metadata.namespace ?? '',
        labels: { ...template.metadata.labels, ...matchLabels },
        ...ownersOfClaims(set),
      },
    };
  });
}
