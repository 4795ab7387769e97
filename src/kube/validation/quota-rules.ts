/** ResourceQuotas and LimitRanges. */
import { isList, isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongQualifiedName } from '../object/names.ts';
import { compareQuantities, milliValue, parseQuantity } from '../quantity/quantity.ts';
import { duplicate, forbidden, invalid, invalidName, required } from './causes.ts';
import { anything } from './field-rules.ts';
import { isExtended, resourceNameCauses } from './resource-rules.ts';
import { type FieldRule, isBlank, type Rules } from './rule.ts';
import { scopeRules } from './scope-rules.ts';

const COUNTED = new Set([
  'configmaps',
  'persistentvolumeclaims',
  'pods',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
  'services.loadbalancers',
  'services.nodeports',
]);
const STANDARD = new Set([
  ...COUNTED,
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
]);
/** Amounts by name of what a quota counts. */
export const hard: FieldRule = (value, path) =>
  Object.entries(isObject(value) ? value : {}).flatMap(([name, amount]) => {
    const field = `${path}[${name}]`;
    return [...nameCauses(name, field), ...amountCauses(name, amount, field)];
  });

function nameCauses(name: string, field: string): readonly FieldCause[] {
  const wrong = invalidName(field, name, wrongQualifiedName(name));
  if (wrong.length > 0) {
    return name.includes('/') ? wrong : [...wrong, invalid(field, name, 'must be a standard resource for quota')];
  }
  if (
    name.includes('/') ||
    STANDARD.has(name) ||
    /^(requests\.|limits\.)?hugepages-/.test(name) ||
    name.startsWith('count/')
  )
    return [];
  const known = name === 'storage' ? [] : [invalid(field, name, 'must be a standard resource type or fully qualified')];
  return [...known, invalid(field, name, 'must be a standard resource for quota')];
}

function amountCauses(name: string, amount: Json | undefined, field: string): readonly FieldCause[] {
  const quantity = parseQuantity(amount);
  if (quantity === undefined) return [];
  const milli = milliValue(quantity);
  if (milli < 0n) return [invalid(field, String(amount), 'must be greater than or equal to 0')];
  const wholes = COUNTED.has(name) || name.startsWith('count/') || (isExtended(name) && !name.startsWith('requests.'));
  return wholes && milli % 1000n !== 0n ? [invalid(field, String(amount), 'must be an integer')] : [];
}

const SCOPES = scopeRules((name) => STANDARD.has(name) || /^(requests\.)?hugepages-/.test(name));

const TYPES = new Set(['Pod', 'Container', 'PersistentVolumeClaim']);

function typeCauses(type: string, field: string): readonly FieldCause[] {
  const wrong = invalidName(field, type, wrongQualifiedName(type));
  if (wrong.length > 0 || type.includes('/') || TYPES.has(type)) return wrong;
  return [invalid(field, type, 'must be a standard limit type or fully qualified')];
}

const limits: FieldRule = (value, path) => {
  const seen = new Set<string>();
  return (isList(value) ? value : []).flatMap((limit, index) => {
    const type = textAt(limit, 'type') ?? '';
    const field = `${path}[${index}]`;
    const causes = typeCauses(type, `${field}.type`);
    if (seen.has(type)) return [...causes, duplicate(`${field}.type`, type)];
    seen.add(type);
    return isObject(limit) ? [...causes, ...limitCauses(limit, type, field)] : causes;
  });
};

function limitCauses(limit: JsonObject, type: string, field: string): readonly FieldCause[] {
  const amounts = (name: string): JsonObject => (isObject(limit[name]) ? limit[name] : {});
  const ofPods = type === 'Pod' ? ['default', 'defaultRequest'] : [];
  const members = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'];
  const looked = members.filter((name) => !ofPods.includes(name));
  const names = new Set(looked.flatMap((name) => Object.keys(amounts(name))));
  const refused = ofPods
    .filter((name) => !isBlank(limit[name]))
    .map((name) => forbidden(`${field}.${name}`, "may not be specified when `type` is 'Pod'"));
  const boundless =
    type === 'PersistentVolumeClaim' &&
    amounts('min')['storage'] === undefined &&
    amounts('max')['storage'] === undefined;
  const needed = 'either minimum or maximum storage value is required, but neither was provided';
  return [
    ...looked.flatMap((member) =>
      Object.keys(amounts(member)).flatMap((name) => limitNameCauses(name, type, `${field}.${member}[${name}]`)),
    ),
    ...refused,
    ...(boundless ? [required(`${field}.limits`, needed)] : []),
    ...[...names].toSorted().flatMap((name) => [
      ...orderCauses({
        name,
        field,
        min: amounts('min')[name],
        max: amounts('max')[name],
        limit: ofPods.length > 0 ? undefined : amounts('default')[name],
        request: ofPods.length > 0 ? undefined : amounts('defaultRequest')[name],
      }),
      ...ratioCauses(name, field, {
        min: amounts('min')[name],
        max: amounts('max')[name],
        ratio: amounts('maxLimitRequestRatio')[name],
      }),
    ]),
  ];
}

function limitNameCauses(name: string, type: string, field: string): readonly FieldCause[] {
  if (type === 'Pod' || type === 'Container') return resourceNameCauses(name, field);
  const wrong = invalidName(field, name, wrongQualifiedName(name));
  if (wrong.length > 0 || name.includes('/') || STANDARD.has(name) || name === 'storage') return wrong;
  return /^hugepages-/.test(name) ? [] : [invalid(field, name, 'must be a standard resource type or fully qualified')];
}

interface RatioOf {
  readonly min: Json | undefined;
  readonly max: Json | undefined;
  readonly ratio: Json | undefined;
}

/** How much more than its request a limit may be: not more than the bounds allow. */
function ratioCauses(name: string, path: string, { min, max, ratio }: RatioOf): readonly FieldCause[] {
  const most = parseQuantity(ratio);
  if (most === undefined) return [];
  const field = `${path}.maxLimitRequestRatio[${name}]`;
  const milli = milliValue(most);
  const causes = milli < 1000n ? [invalid(field, String(ratio), `ratio ${ratio} is less than 1`)] : [];
  const [low, high] = [parseQuantity(min), parseQuantity(max)];
  if (low === undefined || high === undefined) return causes;
  const limit = Number(milliValue(high)) / Number(milliValue(low));
  return Number(milli) / 1000 > limit
    ? [...causes, invalid(field, String(ratio), `ratio ${ratio} is greater than max/min = ${limit.toFixed(6)}`)]
    : causes;
}

interface Bounds {
  readonly name: string;
  readonly field: string;
  readonly min: Json | undefined;
  readonly max: Json | undefined;
  readonly limit: Json | undefined;
  readonly request: Json | undefined;
}

/** Least, request, limit and most stand in this order. */
function orderCauses({ name, field, min, max, limit, request }: Bounds): readonly FieldCause[] {
  const at = (member: string) => `${field}.${member}[${name}]`;
  return [
    ...(isMore(min, max) ? [invalid(at('min'), min, `min value ${min} is greater than max value ${max}`)] : []),
    ...(isMore(min, request)
      ? [invalid(at('defaultRequest'), request, `min value ${min} is greater than default request value ${request}`)]
      : []),
    ...(isMore(request, max)
      ? [invalid(at('defaultRequest'), request, `default request value ${request} is greater than max value ${max}`)]
      : []),
    ...(isMore(request, limit)
      ? [
          invalid(
            at('defaultRequest'),
            request,
            `default request value ${request} is greater than default limit value ${limit}`,
          ),
        ]
      : []),
    ...(isMore(min, limit)
      ? [invalid(at('default'), min, `min value ${min} is greater than default value ${limit}`)]
      : []),
    ...(isMore(limit, max)
      ? [invalid(at('default'), max, `default value ${limit} is greater than max value ${max}`)]
      : []),
  ];
}

function isMore(one: Json | undefined, other: Json | undefined): boolean {
  const [a, b] = [parseQuantity(one), parseQuantity(other)];
  return a !== undefined && b !== undefined && compareQuantities(a, b) > 0;
}

export const QUOTA_RULES: Rules = {
  'core/v1.ResourceQuotaSpec': { order: ['hard', 'scopes', 'scopeSelector'], fields: { hard, scopes: SCOPES.list } },
  'core/v1.ScopeSelector': SCOPES.selector,
  'core/v1.ScopedResourceSelectorRequirement': () => [],
  'core/v1.LimitRangeSpec': { fields: { limits } },
  'core/v1.LimitRangeItem': { fields: { type: anything } },
};
