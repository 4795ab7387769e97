/** What is special about single built-in kinds; all others get the plain strategy. */
import { jsonEqual } from '../../base/json-equal.ts';
import { memberAt } from '../../base/json-value.ts';
import { structOfKind } from '../../kube/builtin/type-table.ts';
import { definitionRuleCauses } from '../../kube/cel/rules/definition-rules.ts';
import { defaultRuleCauses } from '../../kube/cel/rules/evaluate-rules.ts';
import {
  definitionCauses,
  definitionStatusCauses,
  definitionUpdateCauses,
} from '../../kube/custom-definition/definition-causes.ts';
import { withoutDisabledFields } from '../../kube/defaults/disabled-fields.ts';
import { readmitPod } from '../../kube/defaults/pod-admission.ts';
import { prepareCreate, preparedClaim, withNamedSecrets } from '../../kube/defaults/prepare-create.ts';
import { reallocateService } from '../../kube/defaults/service-allocation.ts';
import { setDefaults } from '../../kube/defaults/set-defaults.ts';
import type { FieldCause } from '../../kube/object/kube-fault.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { certificateCauses } from '../../kube/validation/certificate-status.ts';
import { finalizeCauses } from '../../kube/validation/cluster-rules.ts';
import { lookerCauses, sizeCauses, withLookers, withSizes } from '../../kube/validation/pod-subresources.ts';
import { serviceAddressCauses } from '../../kube/validation/service-rules.ts';
import { builtinStatusCauses } from '../../kube/validation/status-rules.ts';
import {
  validateBuiltin,
  validateBuiltinChange,
  validateBuiltinUpdate,
} from '../../kube/validation/validate-builtin.ts';
import type { Strategy } from './strategy.ts';

export interface StrategySubject {
  readonly group: string;
  readonly plural: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly subresources: readonly { readonly name: string }[];
}

/** Kinds that have a spec a controller acts on, besides those with a status subresource. */
const COUNTING_WITHOUT_STATUS: ReadonlySet<string> = new Set([
  '/podtemplates',
  'admissionregistration.k8s.io/mutatingwebhookconfigurations',
  'admissionregistration.k8s.io/validatingadmissionpolicybindings',
  'admissionregistration.k8s.io/validatingwebhookconfigurations',
  'discovery.k8s.io/endpointslices',
  'discovery.k8s.io/endpointslices',
  'networking.k8s.io/ingressclasses',
  'networking.k8s.io/networkpolicies',
  'resource.k8s.io/deviceclasses',
  'resource.k8s.io/resourceslices',
]);

/** Kinds to which it is a change when something is sent that they do not keep. */
const COUNTING_WHAT_IS_DROPPED: ReadonlySet<string> = new Set([
  'networking.k8s.io/networkpolicies',
  'resource.k8s.io/resourceslices',
]);

/** Kinds that begin to count with the first change. */
const COUNTING_LATER: ReadonlySet<string> = new Set(['storage.k8s.io/csidrivers']);
/** Kinds of which all are the first generation. */
const FIRST_ONLY: ReadonlySet<string> = new Set(['scheduling.k8s.io/priorityclasses']);

/** Kinds that have a status but no generation. */
const NOT_COUNTING: ReadonlySet<string> = new Set([
  '/namespaces',
  '/nodes',
  '/persistentvolumes',
  '/persistentvolumeclaims',
  '/resourcequotas',
  '/services',
  'apiregistration.k8s.io/apiservices',
  'autoscaling/horizontalpodautoscalers',
  'certificates.k8s.io/certificatesigningrequests',
  'networking.k8s.io/servicecidrs',
  'resource.k8s.io/resourceclaims',
  'storage.k8s.io/volumeattachments',
]);

/** Kinds whose updates must say which version they are based on. */
const VERSIONED_UPDATES: ReadonlySet<string> = new Set([
  'admissionregistration.k8s.io/mutatingwebhookconfigurations',
  'admissionregistration.k8s.io/validatingadmissionpolicies',
  'admissionregistration.k8s.io/validatingwebhookconfigurations',
  'admissionregistration.k8s.io/validatingadmissionpolicybindings',
  'apiextensions.k8s.io/customresourcedefinitions',
  'coordination.k8s.io/leases',
  'node.k8s.io/runtimeclasses',
  'policy/poddisruptionbudgets',
  'storage.k8s.io/csidrivers',
  'storage.k8s.io/csinodes',
  'storage.k8s.io/csistoragecapacities',
  'storage.k8s.io/volumeattachments',
]);

/** Kinds that PUT creates. */
const CREATED_BY_UPDATE: ReadonlySet<string> = new Set([
  '/endpoints',
  '/events',
  '/limitranges',
  '/services',
  'events.k8s.io/events',
  'coordination.k8s.io/leases',
  'rbac.authorization.k8s.io/clusterroles',
  'rbac.authorization.k8s.io/clusterrolebindings',
  'rbac.authorization.k8s.io/roles',
  'rbac.authorization.k8s.io/rolebindings',
]);

/** What definitions say in CEL. */
const CEL_RULES = { ofSchema: definitionRuleCauses, ofValue: defaultRuleCauses };

const SPECIAL: Readonly<Record<string, Partial<Strategy>>> = {
  '/namespaces': {
    prepareForUpdate: keepFinalizers,
    validateSubresource: (subresource, object) => (subresource === 'finalize' ? finalizeCauses(object) : undefined),
  },
  '/pods': {
    prepareForUpdate: (object, old) => readmitPod(object, old) as KubeObject,
    mergeSubresource: mergePod,
    validateSubresource: podSubresourceCauses,
  },
  '/persistentvolumeclaims': { prepareForUpdate: (object, old) => preparedClaim(object, old) as KubeObject },
  '/serviceaccounts': { prepareForUpdate: (object) => withNamedSecrets(object) as KubeObject },
  '/services': {
    prepareForUpdate: (object, old, inputs) => reallocateService(object, old, inputs) as KubeObject,
    validateFirst: serviceAddressCauses,
  },
  'apiextensions.k8s.io/customresourcedefinitions': {
    validate: (object) => definitionCauses(object, CEL_RULES),
    validateUpdate: (object, old) => definitionUpdateCauses(object, old, CEL_RULES),
    validateStatus: (object, old) => definitionStatusCauses(object, old),
    finalizersOnDelete: ['customresourcecleanup.apiextensions.k8s.io'],
  },
  'certificates.k8s.io/certificatesigningrequests': {
    prepareForUpdate: keepSpec,
    validateSubresource: (subresource, object, old) =>
      subresource === 'approval' ? certificateCauses(object, old, subresource) : undefined,
    validateStatus: (object, old) => certificateCauses(object, old, 'status'),
  },
  'apps/daemonsets': { prepareForUpdate: countTemplates },
  // They are passed on to the sets that a Deployment makes.
  'apps/deployments': { countsMetadata: 'annotations' },
  'discovery.k8s.io/endpointslices': { countsMetadata: 'labels' },
  'batch/jobs': { defaultPropagation: 'Orphan' },
};

/** The strategy of a built-in kind. */
export function strategyOf(subject: StrategySubject): Strategy {
  const id = `${subject.group}/${subject.plural}`;
  const hasStatus = subject.subresources.some(({ name }) => name === 'status');
  const struct = structOfKind(subject.apiVersion, subject.kind);
  const special = Object.hasOwn(SPECIAL, id) ? SPECIAL[id] : undefined;
  return {
    ...(struct && { defaults: (object: KubeObject) => setDefaults(object, struct) as KubeObject }),
    prepareForCreate: (object, inputs) => prepareCreate(object, inputs) as KubeObject,
    validate: validateBuiltin,
    validateUpdate: (object, old, { plain }) => validateBuiltinUpdate(object, old, plain),
    validateStatus: builtinStatusCauses,
    hasStatus,
    countsEmpties: COUNTING_WHAT_IS_DROPPED.has(id),
    generations: generationsOf(id, hasStatus),
    unconditionalUpdate: !VERSIONED_UPDATES.has(id),
    createOnUpdate: CREATED_BY_UPDATE.has(id),
    ...special,
    prepareForUpdate: (object, old, inputs) => {
      const kept = withoutDisabledFields(object) as KubeObject;
      return special?.prepareForUpdate?.(kept, old, inputs) ?? kept;
    },
  };
}

function generationsOf(id: string, hasStatus: boolean): Strategy['generations'] {
  if (COUNTING_LATER.has(id)) return 'changes';
  if (FIRST_ONLY.has(id)) return 'first';
  return (hasStatus && !NOT_COUNTING.has(id)) || COUNTING_WITHOUT_STATUS.has(id) ? 'all' : 'none';
}

const TEMPLATES = 'deprecated.daemonset.template.generation';

/** The annotation counts how often the template changed; nobody else may set it. */
function countTemplates(object: KubeObject, old: KubeObject): KubeObject {
  const before = Number(old.metadata.annotations?.[TEMPLATES] ?? 1);
  const changed = !jsonEqual(memberAt(object, 'spec', 'template'), memberAt(old, 'spec', 'template'));
  const annotations = { ...object.metadata.annotations, [TEMPLATES]: String(before + (changed ? 1 : 0)) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** Subresources of pods change what they are for. */
function mergePod(subresource: string, next: KubeObject, old: KubeObject): KubeObject | undefined {
  if (subresource === 'ephemeralcontainers') return withLookers(next, old) as KubeObject;
  return subresource === 'resize' ? (withSizes(next, old) as KubeObject) : undefined;
}

function podSubresourceCauses(
  subresource: string,
  object: KubeObject,
  old: KubeObject,
): readonly FieldCause[] | undefined {
  if (subresource === 'ephemeralcontainers') return validateBuiltinChange(object, old, lookerCauses(object, old));
  return subresource === 'resize' ? validateBuiltinChange(object, old, sizeCauses(object, old)) : undefined;
}

/** A namespace's own finalizers change by its `finalize` subresource only. */
function keepFinalizers(object: KubeObject, old: KubeObject): KubeObject {
  return old.spec === undefined ? object : { ...object, spec: old.spec };
}

/** What was asked for stays; only the status is written later. */
function keepSpec(object: KubeObject, old: KubeObject): KubeObject {
  return old.spec === undefined ? object : { ...object, spec: old.spec };
}
