/** The types of the variables `request` and `namespaceObject`. */
import { type CelType, types } from '../../../lang/cel/index.ts';

const { BOOL, DYN, INT, listOf, mapOf, STRING, struct, TIMESTAMP } = types;
const TEXTS = listOf(STRING);
const TEXT_MAP = mapOf(STRING, STRING);

function fields(table: Readonly<Record<string, CelType>>): ReadonlyMap<string, CelType> {
  return new Map(Object.entries(table));
}

export const REQUEST = struct('kubernetes.AdmissionRequest');
export const NAMESPACE = struct('kubernetes.Namespace');

/** Object types by name. */
export const REQUEST_TYPES: ReadonlyMap<string, ReadonlyMap<string, CelType>> = new Map([
  ['kubernetes.GroupVersionKind', fields({ group: STRING, version: STRING, kind: STRING })],
  ['kubernetes.GroupVersionResource', fields({ group: STRING, version: STRING, resource: STRING })],
  ['kubernetes.UserInfo', fields({ username: STRING, uid: STRING, groups: TEXTS, extra: mapOf(STRING, TEXTS) })],
  [
    'kubernetes.AdmissionRequest',
    fields({
      kind: struct('kubernetes.GroupVersionKind'),
      resource: struct('kubernetes.GroupVersionResource'),
      subResource: STRING,
      requestKind: struct('kubernetes.GroupVersionKind'),
      requestResource: struct('kubernetes.GroupVersionResource'),
      requestSubResource: STRING,
      name: STRING,
      namespace: STRING,
      operation: STRING,
      userInfo: struct('kubernetes.UserInfo'),
      dryRun: BOOL,
      options: DYN,
    }),
  ],
  ['kubernetes.NamespaceSpec', fields({ finalizers: TEXTS })],
  [
    'kubernetes.NamespaceCondition',
    fields({ status: STRING, type: STRING, lastTransitionTime: TIMESTAMP, message: STRING, reason: STRING }),
  ],
  [
    'kubernetes.NamespaceStatus',
    fields({ conditions: listOf(struct('kubernetes.NamespaceCondition')), phase: STRING }),
  ],
  [
    'kubernetes.NamespaceMetadata',
    fields({
      name: STRING,
      generateName: STRING,
      namespace: STRING,
      labels: TEXT_MAP,
      annotations: TEXT_MAP,
      UID: STRING,
      creationTimestamp: TIMESTAMP,
      deletionGracePeriodSeconds: INT,
      deletionTimestamp: TIMESTAMP,
      generation: INT,
      resourceVersion: STRING,
      finalizers: TEXTS,
    }),
  ],
  [
    'kubernetes.Namespace',
    fields({
      metadata: struct('kubernetes.NamespaceMetadata'),
      spec: struct('kubernetes.NamespaceSpec'),
      status: struct('kubernetes.NamespaceStatus'),
    }),
  ],
]);
