/** The CustomResourceDefinitions of Argo CD's kinds, from the field tables. */
import type { JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { appProject } from '../app-project/fields.ts';
import { application } from '../application/fields.ts';
import { applicationSet } from '../application-set/fields.ts';
import type { AnyStruct } from '../schema/field.ts';
import { schemaOfKind } from './schema.ts';

export const ARGO_GROUP = 'argoproj.io';
export const ARGO_VERSION = 'v1alpha1';

interface Kind {
  readonly struct: AnyStruct;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly subresources: JsonObject;
  readonly columns: readonly JsonObject[];
}

const APPLICATION_COLUMNS = [
  { jsonPath: '.status.sync.status', name: 'Sync Status', type: 'string' },
  { jsonPath: '.status.health.status', name: 'Health Status', type: 'string' },
  { jsonPath: '.status.sync.revision', name: 'Revision', priority: 10, type: 'string' },
  { jsonPath: '.spec.project', name: 'Project', priority: 10, type: 'string' },
];

const KINDS: readonly Kind[] = [
  {
    struct: application,
    plural: 'applications',
    singular: 'application',
    shortNames: ['app', 'apps'],
    // No status subresource: Argo CD writes status with the object.
    subresources: {},
    columns: APPLICATION_COLUMNS,
  },
  {
    struct: appProject,
    plural: 'appprojects',
    singular: 'appproject',
    shortNames: ['appproj', 'appprojs'],
    subresources: {},
    columns: [],
  },
  {
    struct: applicationSet,
    plural: 'applicationsets',
    singular: 'applicationset',
    shortNames: ['appset', 'appsets'],
    subresources: { status: {} },
    columns: [],
  },
];

/** The three definitions, as `kubectl apply --server-side` takes them. */
export function customResourceDefinitions(): readonly KubeObject[] {
  return KINDS.map(definitionOf);
}

function definitionOf(kind: Kind): KubeObject {
  const name = `${kind.plural}.${ARGO_GROUP}`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name, labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'argocd' } },
    spec: {
      group: ARGO_GROUP,
      names: {
        kind: kind.struct.name,
        listKind: `${kind.struct.name}List`,
        plural: kind.plural,
        shortNames: kind.shortNames,
        singular: kind.singular,
      },
      scope: 'Namespaced',
      versions: [versionOf(kind)],
    },
  };
}

function versionOf(kind: Kind): JsonObject {
  return {
    name: ARGO_VERSION,
    served: true,
    storage: true,
    ...(kind.columns.length > 0 ? { additionalPrinterColumns: kind.columns } : {}),
    schema: { openAPIV3Schema: schemaOfKind(kind.struct) },
    subresources: kind.subresources,
  };
}
