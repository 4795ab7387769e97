/** How objects of a CustomResourceDefinition's version are written: pruned, defaulted and judged by its schema. */
import { isObject, type JsonObject, memberAt } from '../../base/json-value.ts';
import { type RuleJudge, ruleJudge } from '../../kube/cel/rules/evaluate-rules.ts';
import type { KubeObject, ObjectMeta } from '../../kube/object/kube-object.ts';
import {
  type CustomKind,
  customCauses,
  customStatusCauses,
  customUpdateCauses,
} from '../../kube/schema/custom-resource.ts';
import { defaultObject } from '../../kube/schema/default.ts';
import { coerceEmbedded, decodeMetadata } from '../../kube/schema/embedded-objects.ts';
import { pruneObject } from '../../kube/schema/prune.ts';
import type { Strategy, Warn } from '../registry/strategy.ts';

const ANYTHING: JsonObject = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** The strategy of one version of a definition. */
export function customStrategy(
  version: JsonObject,
  type: { readonly apiVersion: string; readonly kind: string },
): Strategy {
  const declared = memberAt(version, 'schema', 'openAPIV3Schema');
  const schema = isObject(declared) ? declared : ANYTHING;
  const scale = memberAt(version, 'subresources', 'scale');
  const kind: CustomKind = { ...type, schema, ...(isObject(scale) && { scale }) };
  const judge = ruleJudge(schema);
  return {
    decode: (object) => decode(object, schema),
    // The type stays: pruning and defaulting leave apiVersion, kind and metadata alone.
    defaults: (object) => defaultObject(object, schema) as KubeObject,
    validate: (object) => customCauses(object, withRules(kind, judge)),
    validateUpdate: (object, old, { warn }) => customUpdateCauses(object, old, withRules(kind, judge, warn)),
    validateStatus: (object, old, warn) => customStatusCauses(object, old, withRules(kind, judge, warn)),
    hasStatus: isObject(memberAt(version, 'subresources', 'status')),
    generations: 'all',
    unconditionalUpdate: false,
    createOnUpdate: false,
  };
}

/** The kind with the rules of its schema, in CEL. */
function withRules(kind: CustomKind, judge: RuleJudge | undefined, warn?: Warn): CustomKind {
  if (judge === undefined) return kind;
  return {
    ...kind,
    rules(object, old) {
      const { causes, warnings } = judge(object, old);
      for (const warning of warnings) warn?.(warning);
      return causes;
    },
  };
}

function decode(object: KubeObject, schema: JsonObject) {
  // The metadata table makes what it decodes an object's metadata.
  const head = decodeMetadata(object.metadata) as { metadata: ObjectMeta; unknown: readonly string[] };
  const coerced = coerceEmbedded({ ...object, metadata: head.metadata }, schema);
  const pruned = pruneObject(coerced.object, schema);
  const unknown = [...head.unknown.map((path) => `metadata.${path}`), ...coerced.unknown, ...pruned.unknown];
  return { object: pruned.object as KubeObject, unknown };
}
