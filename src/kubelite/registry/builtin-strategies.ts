/** What is special about single built-in kinds; all others get the plain strategy. */
import { isObject, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
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
  'admissionregistration.k8s.io/mutatingwebhookconfigurations',
  'admissionregistration.k8s.io/validatingwebhookconfigurations',
  'networking.k8s.io/networkpolicies',
]);

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

const SPECIAL: Readonly<Record<string, Partial<Strategy>>> = {
  '/namespaces': { prepareForCreate: newNamespace },
  'apiextensions.k8s.io/customresourcedefinitions': {
    defaults: definitionDefaults,
    finalizersOnDelete: ['customresourcecleanup.apiextensions.k8s.io'],
  },
  'batch/jobs': { defaultPropagation: 'Orphan' },
};

/** The strategy of a built-in kind. */
export function strategyOf(subject: StrategySubject): Strategy {
  const id = `${subject.group}/${subject.plural}`;
  const hasStatus = subject.subresources.some(({ name }) => name === 'status');
  return {
    hasStatus,
    countsGenerations: (hasStatus && !NOT_COUNTING.has(id)) || COUNTING_WITHOUT_STATUS.has(id),
    unconditionalUpdate: true,
    createOnUpdate: CREATED_BY_UPDATE.has(id),
    ...(Object.hasOwn(SPECIAL, id) ? SPECIAL[id] : undefined),
  };
}

/** A namespace is active, bears its name as a label and is held by the namespace controller's finalizer. */
function newNamespace(object: KubeObject): KubeObject {
  const { name = '', labels } = object.metadata;
  const spec = isObject(object.spec) ? object.spec : {};
  return {
    ...object,
    metadata: { ...object.metadata, labels: { ...labels, 'kubernetes.io/metadata.name': name } },
    spec: { ...spec, finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}

/** Names that follow from the kind, and conversion between versions by renaming. */
function definitionDefaults(object: KubeObject): KubeObject {
  const spec = isObject(object.spec) ? object.spec : {};
  const names = memberAt(spec, 'names');
  const kind = textAt(names, 'kind') ?? '';
  return {
    ...object,
    spec: {
      ...spec,
      conversion: spec['conversion'] ?? { strategy: 'None' },
      names: { listKind: `${kind}List`, singular: kind.toLowerCase(), ...(isObject(names) ? names : {}) },
    },
  };
}
