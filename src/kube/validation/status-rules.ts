/** What is wrong with a reported status. Source: the status validations of `pkg/apis/core/validation`. */
import { isList, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid } from './causes.ts';
import { metadataUpdateCauses } from './metadata.ts';

type StatusRule = (object: JsonObject) => readonly FieldCause[];

const RULES: Readonly<Record<string, StatusRule>> = {
  'v1 Namespace': namespacePhase,
  'v1 Service': serviceIngress,
};

/** The causes of a refusal; `old` is what is stored. */
export function builtinStatusCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const key = `${textAt(object, 'apiVersion')} ${textAt(object, 'kind')}`;
  const rule = Object.hasOwn(RULES, key) ? RULES[key] : undefined;
  return [...metadataUpdateCauses(object, old), ...(rule?.(object) ?? [])];
}

function namespacePhase(object: JsonObject): readonly FieldCause[] {
  const phase = textAt(object, 'status', 'phase') ?? '';
  if (textAt(object, 'metadata', 'deletionTimestamp') === undefined) {
    return phase === 'Active'
      ? []
      : [invalid('status.Phase', phase, "may only be 'Active' if `deletionTimestamp` is empty")];
  }
  return phase === 'Terminating'
    ? []
    : [invalid('status.Phase', phase, "may only be 'Terminating' if `deletionTimestamp` is not empty")];
}

function serviceIngress(object: JsonObject): readonly FieldCause[] {
  const ingress = memberAt(object, 'status', 'loadBalancer', 'ingress');
  if (textAt(object, 'spec', 'type') === 'LoadBalancer' || !isList(ingress) || ingress.length === 0) return [];
  return [forbidden('status.loadBalancer.ingress', "may only be used when `spec.type` is 'LoadBalancer'")];
}
