/** Which objects a ResourceQuota counts: its scopes, as a list and as a selector (k8s.io/kubernetes: `validateResourceQuotaScopes`). */
import { isList, isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { invalid, required } from './causes.ts';
import { goShape } from './go-shape.ts';
import { type FieldRule, isBlank, join, type Rule } from './rule.ts';

const COMPUTED = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];
const PODS = new Set(['pods', ...COMPUTED]);

/** What is counted in a scope. */
const COUNTED_IN: Readonly<Record<string, ReadonlySet<string>>> = {
  BestEffort: new Set(['pods']),
  CrossNamespacePodAffinity: PODS,
  NotBestEffort: PODS,
  NotTerminating: PODS,
  PriorityClass: PODS,
  Terminating: PODS,
  VolumeAttributesClass: new Set(['persistentvolumeclaims', 'requests.storage']),
};
const CONFLICTS = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
];
/** Scopes that an object is in or not. */
const PLAIN = new Set(['BestEffort', 'CrossNamespacePodAffinity', 'NotBestEffort', 'NotTerminating', 'Terminating']);

const NO_SCOPE = 'unsupported scope';
const ELSEWHERE = 'unsupported scope applied to resource';
const ONLY_EXISTS =
  "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";

/** Judges names that every quota knows; `isStandard` tells them. */
export interface ScopeRules {
  readonly list: FieldRule;
  readonly selector: Rule;
}

/** The rules of both ways to name scopes, for quotas of which `isStandard` tells the resources that are counted by type. */
export function scopeRules(isStandard: (name: string) => boolean): ScopeRules {
  const misplaced = (scope: string, hard: Json | undefined): number => {
    const counted = Object.hasOwn(COUNTED_IN, scope) ? COUNTED_IN[scope] : undefined;
    const names = Object.keys(isObject(hard) ? hard : {});
    return counted === undefined ? 0 : names.filter((name) => isStandard(name) && !counted.has(name)).length;
  };
  return {
    list: (value, path, { value: spec }) => {
      const list = (isList(value) ? value : []).map(String);
      const causes = list.flatMap((scope) => [
        ...(Object.hasOwn(COUNTED_IN, scope) ? [] : [invalid(path, list, NO_SCOPE)]),
        ...repeated(misplaced(scope, spec['hard']), invalid(path, list, ELSEWHERE)),
      ]);
      return [...causes, ...conflicts(list, path, list)];
    },
    selector: ({ value, path, outer }) => {
      const expressions = (isList(value['matchExpressions']) ? value['matchExpressions'] : []).filter(isObject);
      const field = join(path, 'matchExpressions');
      const shown = goShape(value, 'core/v1.ScopeSelector');
      const causes = expressions.flatMap((one) => [
        ...scopeCauses(one, field),
        ...repeated(misplaced(nameOf(one), outer?.value['hard']), invalid(field, shown, ELSEWHERE)),
        ...operatorCauses(one, field),
      ]);
      return [...causes, ...conflicts(expressions.map(nameOf), field, outer?.value['scopes'] ?? null)];
    },
  };
}

function nameOf(requirement: JsonObject): string {
  return textAt(requirement, 'scopeName') ?? '';
}

function repeated(count: number, cause: FieldCause): readonly FieldCause[] {
  return Array.from({ length: count }, () => cause);
}

function conflicts(names: readonly string[], field: string, shown: Json): readonly FieldCause[] {
  return CONFLICTS.filter((pair) => pair.every((scope) => names.includes(scope))).map(() =>
    invalid(field, shown, 'conflicting scopes'),
  );
}

function scopeCauses(requirement: JsonObject, field: string): readonly FieldCause[] {
  const name = nameOf(requirement);
  return Object.hasOwn(COUNTED_IN, name) ? [] : [invalid(`${field}.scopeName`, name, NO_SCOPE)];
}

/** Said of the list, without the index. */
function operatorCauses(requirement: JsonObject, field: string): readonly FieldCause[] {
  const operator = textAt(requirement, 'operator') ?? '';
  const { values } = requirement;
  const plain = PLAIN.has(nameOf(requirement)) && operator !== 'Exists';
  const causes = plain ? [invalid(`${field}.operator`, operator, ONLY_EXISTS)] : [];
  if (operator === 'In' || operator === 'NotIn') {
    const detail = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
    return isBlank(values) ? [...causes, required(`${field}.values`, detail)] : causes;
  }
  if (operator === 'Exists' || operator === 'DoesNotExist') {
    const detail = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
    return isBlank(values) ? causes : [...causes, invalid(`${field}.values`, values ?? null, detail)];
  }
  return [...causes, invalid(`${field}.operator`, operator, 'not a valid selector operator')];
}
