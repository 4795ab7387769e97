/** Where random requests go: resources whose objects no controller changes by itself, so that answers do not depend on the moment. */
import type { JsonObject } from '../../base/json-value.ts';

export interface Place {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Objects are made and changed there. */
  readonly writable: boolean;
  /** A valid object without metadata. */
  readonly object: JsonObject;
}

function core(plural: string, object: JsonObject): Place {
  return {
    group: '',
    version: 'v1',
    plural,
    namespaced: true,
    writable: true,
    object: { apiVersion: 'v1', ...object },
  };
}

function grouped(group: string, plural: string, object: JsonObject): Place {
  const apiVersion = `${group}/v1`;
  return { group, version: 'v1', plural, namespaced: true, writable: true, object: { apiVersion, ...object } };
}

/** No node takes such a pod. */
const GATED = { schedulingGates: [{ name: 'x.example/gate' }], containers: [{ name: 'c', image: 'i' }] };

/** The group of a kind of the tests, see `RANDOM_DEFINITION`. */
export const RANDOM_GROUP = 'requests.example';

export const PLACES: readonly Place[] = [
  core('configmaps', { kind: 'ConfigMap', data: { k: 'v' } }),
  core('configmaps', { kind: 'ConfigMap', data: { k: 'v' } }),
  core('secrets', { kind: 'Secret', type: 'example.com/x', stringData: { k: 'v' } }),
  core('pods', { kind: 'Pod', spec: GATED }),
  core('podtemplates', { kind: 'PodTemplate', template: { spec: { containers: [{ name: 'c', image: 'i' }] } } }),
  grouped('coordination.k8s.io', 'leases', { kind: 'Lease', spec: { holderIdentity: 'me' } }),
  grouped('rbac.authorization.k8s.io', 'roles', { kind: 'Role', rules: [] }),
  grouped('networking.k8s.io', 'networkpolicies', { kind: 'NetworkPolicy', spec: { podSelector: {} } }),
  grouped(RANDOM_GROUP, 'widgets', { kind: 'Widget', spec: { size: 1 } }),
  { ...grouped('scheduling.k8s.io', 'priorityclasses', { kind: 'PriorityClass', value: 5 }), namespaced: false },
  { ...grouped('storage.k8s.io', 'storageclasses', { kind: 'StorageClass', provisioner: 'x' }), namespaced: false },
  { ...core('namespaces', { kind: 'Namespace' }), namespaced: false, writable: false },
].filter((place, index, all) => all.findIndex((one) => one.plural === place.plural) === index);

const SCHEMA = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: { size: { type: 'integer', minimum: 0 }, color: { type: 'string', default: 'red' } },
    },
    status: { type: 'object', properties: { ready: { type: 'boolean' } } },
  },
};

/** Defines the kind of `RANDOM_GROUP`, with a status and a scale. */
export const RANDOM_DEFINITION: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `widgets.${RANDOM_GROUP}` },
  spec: {
    group: RANDOM_GROUP,
    scope: 'Namespaced',
    names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: SCHEMA },
        subresources: { status: {} },
        additionalPrinterColumns: [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }],
      },
    ],
  },
};
