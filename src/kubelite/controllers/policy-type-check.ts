/** Checks the expressions of ValidatingAdmissionPolicies against the kinds they are about, and writes what it finds into status. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, memberAt, textAt } from '../../base/json-value.ts';
import { BUILTIN_RESOURCES } from '../../kube/builtin/resources.ts';
import { type ServedTypes, typeWarnings } from '../../kube/cel/policy/check-types.ts';
import { builtinTypedObject, customTypedObject } from '../../kube/cel/schema/typed-object.ts';
import { joinApiVersion, type KubeObject } from '../../kube/object/kube-object.ts';
import { type Controller, controllerOf, NOTHING, onSelf, type Step } from './controller.ts';
import { observed } from './owned-objects.ts';
import { DEFINITIONS } from './resources.ts';

const POLICIES = {
  group: 'admissionregistration.k8s.io',
  plural: 'validatingadmissionpolicies',
  kind: 'ValidatingAdmissionPolicy',
} as const;

export interface ObservedPolicy {
  readonly policy: KubeObject;
  readonly definitions: readonly KubeObject[];
}

export const policyTypeCheckController: Controller = controllerOf<ObservedPolicy>({
  name: 'validatingadmissionpolicy-status',
  triggers: [onSelf(POLICIES)],
  observe(reader, key) {
    const policy = observed(reader, key);
    return policy && { policy, definitions: reader.list(DEFINITIONS) };
  },
  step: typeCheckStep,
});

/** Each generation of a policy is checked once. */
export function typeCheckStep({ policy, definitions }: ObservedPolicy): Step {
  const observedGeneration = policy.metadata.generation ?? 1;
  if (memberAt(policy, 'status', 'observedGeneration') === observedGeneration) return NOTHING;
  const warnings = typeWarnings(policy, servedTypes(definitions));
  const typeChecking = warnings.length === 0 ? {} : { expressionWarnings: warnings };
  const status = { ...(isObject(policy.status) ? policy.status : {}), observedGeneration, typeChecking };
  if (jsonEqual(policy.status ?? {}, status)) return NOTHING;
  return { actions: [{ kind: 'update-status', object: { ...policy, status } }] };
}

function servedTypes(definitions: readonly KubeObject[]): ServedTypes {
  const named = (group: string, test: (definition: KubeObject) => boolean) =>
    definitions.find((each) => textAt(each, 'spec', 'group') === group && test(each));
  return {
    kindOf(group, version, resource) {
      const builtin = BUILTIN_RESOURCES.find(
        (each) => each.group === group && each.version === version && each.resource.name === resource,
      );
      if (builtin !== undefined) return builtin.resource.kind;
      const definition = named(group, (each) => textAt(each, 'spec', 'names', 'plural') === resource);
      return definition && textAt(definition, 'spec', 'names', 'kind');
    },
    typeOf(apiVersion, kind) {
      const builtin = builtinTypedObject(apiVersion, kind);
      if (builtin !== undefined) return builtin;
      for (const definition of definitions) {
        const group = textAt(definition, 'spec', 'group') ?? '';
        const versions = memberAt(definition, 'spec', 'versions');
        if (textAt(definition, 'spec', 'names', 'kind') !== kind) continue;
        const found = (isList(versions) ? versions : []).find(
          (version) => joinApiVersion(group, textAt(version, 'name') ?? '') === apiVersion,
        );
        const schema = memberAt(found, 'schema', 'openAPIV3Schema');
        if (isObject(schema)) return customTypedObject(kind, schema);
      }
      return undefined;
    },
  };
}
