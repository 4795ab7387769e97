/** How objects of a CustomResourceDefinition's version are written: pruned, defaulted and judged by its schema. */
import { isObject, type JsonObject, memberAt } from '../../base/json-value.ts';
import { decodeTyped } from '../../kube/builtin/decode.ts';
import { structType } from '../../kube/builtin/type-table.ts';
import type { KubeObject, ObjectMeta } from '../../kube/object/kube-object.ts';
import { defaultObject } from '../../kube/schema/default.ts';
import { pruneObject } from '../../kube/schema/prune.ts';
import { validateObject } from '../../kube/schema/validate.ts';
import { metadataCauses, metadataUpdateCauses } from '../../kube/validation/metadata.ts';
import type { Strategy } from '../registry/strategy.ts';

const ANYTHING: JsonObject = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** The strategy of one version of a definition. */
export function customStrategy(version: JsonObject): Strategy {
  const declared = memberAt(version, 'schema', 'openAPIV3Schema');
  const schema = isObject(declared) ? declared : ANYTHING;
  return {
    decode: (object) => decode(object, schema),
    // The type stays: pruning and defaulting leave apiVersion, kind and metadata alone.
    defaults: (object) => defaultObject(object, schema) as KubeObject,
    validate: (object) => [...metadataCauses(object), ...validateObject(object, schema)],
    validateUpdate: (object, old) => [
      ...metadataUpdateCauses(object, old),
      ...metadataCauses(object),
      ...validateObject(object, schema),
    ],
    validateStatus: (object) => validateObject(object, schema),
    hasStatus: isObject(memberAt(version, 'subresources', 'status')),
    countsGenerations: true,
    unconditionalUpdate: false,
    createOnUpdate: false,
  };
}

function decode(object: KubeObject, schema: JsonObject) {
  const struct = structType('meta/v1.ObjectMeta');
  const head = struct && decodeTyped(object.metadata, struct);
  const metadata = (head?.object ?? object.metadata) as ObjectMeta;
  const pruned = pruneObject({ ...object, metadata }, schema);
  const unknown = (head?.unknown ?? []).map((path) => `metadata.${path}`);
  return { object: pruned.object as KubeObject, unknown: [...unknown, ...pruned.unknown] };
}
