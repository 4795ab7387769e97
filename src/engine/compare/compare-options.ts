/** What the comparison of objects depends on besides the objects. */
import { structOfKind } from '../../kube/builtin/type-table.ts';
import { setDefaults } from '../../kube/defaults/set-defaults.ts';
import { BUILTIN_SCHEMAS } from '../../kube/merge-schema/builtin-schema.ts';
import type { SchemaSource } from '../../kube/merge-schema/merge-schema.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { IgnoreRule } from './ignore/ignore-rule.ts';
import type { KnownTypeField } from './known-type-fields.ts';

export interface CompareOptions {
  readonly schemas: SchemaSource;
  /** Rules of the Application, then of the installation. */
  readonly ignoreRules: readonly IgnoreRule[];
  /** Milliseconds a jq expression may take for one object. */
  readonly jqTimeout: number;
  /** `all`: the status of every kind is left out; `crd`: only that of CustomResourceDefinitions. */
  readonly ignoreStatus: 'all' | 'crd' | 'none';
  readonly ignoreAggregatedRoles: boolean;
  /** Fields of custom resources that hold Kubernetes' own types, by `group/Kind`. */
  readonly knownTypeFields: ReadonlyMap<string, readonly KnownTypeField[]>;
  /** Fills in what the API server would, into an object that is in its type's form. Applied to both sides. */
  readonly withDefaults: (object: KubeObject) => KubeObject;
}

/** As Argo CD ships. */
export const DEFAULT_COMPARE_OPTIONS: CompareOptions = {
  schemas: BUILTIN_SCHEMAS,
  ignoreRules: [],
  jqTimeout: 1000,
  ignoreStatus: 'all',
  ignoreAggregatedRoles: false,
  // A Rollout has a pod template; Argo CD knows it unless the installation says otherwise of its fields.
  knownTypeFields: new Map([['argoproj.io/Rollout', [{ field: 'spec.template.spec', type: 'core/v1/PodSpec' }]]]),
  withDefaults: withBuiltinDefaults,
};

function withBuiltinDefaults(object: KubeObject): KubeObject {
  const struct = structOfKind(object.apiVersion, object.kind);
  return struct === undefined ? object : (setDefaults(object, struct) as KubeObject);
}
