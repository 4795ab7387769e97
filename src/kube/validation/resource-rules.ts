/** Amounts of resources that containers ask for. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongQualifiedName } from '../object/names.ts';
import { compareQuantities, formatQuantity, milliValue, parseQuantity } from '../quantity/quantity.ts';
import { readResourceList } from '../quantity/resource-list.ts';
import { containerResources, type ResourceSide } from '../quota/pod-resources.ts';
import { forbidden, invalid, invalidName, required, unsupported } from './causes.ts';
import { usedClaimCauses } from './pod-claim-rules.ts';
import type { FieldRule, Rule, Rules } from './rule.ts';

const STANDARD = new Set(['cpu', 'memory', 'ephemeral-storage']);

/** Resources that are counted of something else than containers. */
const OF_ANYTHING = new Set([
  'storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]);

/** Resources of vendors: `vendor.example/name` outside Kubernetes' own domain. */
export function isExtended(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/');
}

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** What is wrong with the name of a resource of whatever kind. */
function typeCauses(name: string, path: string): readonly FieldCause[] {
  const wrong = invalidName(path, name, wrongQualifiedName(name));
  const known = wrong.length > 0 || name.includes('/') || STANDARD.has(name) || OF_ANYTHING.has(name);
  return known || isHugePages(name)
    ? wrong
    : [invalid(path, name, 'must be a standard resource type or fully qualified')];
}

/** What is wrong with the name of a container's resource. */
export function resourceNameCauses(name: string, path: string): readonly FieldCause[] {
  const wrong = typeCauses(name, path);
  if (!name.includes('/')) {
    if (STANDARD.has(name) || isHugePages(name)) return wrong;
    return [...wrong, invalid(path, name, 'must be a standard resource for containers')];
  }
  const foreign = !name.includes('kubernetes.io/');
  const extended = !name.startsWith('requests.') && wrongQualifiedName(`requests.${name}`).length === 0;
  return foreign && !extended
    ? [...wrong, invalid(path, name, "doesn't follow extended resource name standard")]
    : wrong;
}

/** Not negative, and whole where a resource comes in pieces. */
export function amountCauses(name: string, amount: Json | undefined, path: string): readonly FieldCause[] {
  const quantity = parseQuantity(amount);
  if (quantity === undefined) return [];
  const milli = milliValue(quantity);
  const causes = milli < 0n ? [invalid(path, String(amount), 'must be greater than or equal to 0')] : [];
  const broken = isExtended(name) && milli % 1000n !== 0n;
  return broken ? [...causes, invalid(path, String(amount), 'must be an integer')] : causes;
}

function listed(amounts: JsonObject, path: string): readonly FieldCause[] {
  return Object.entries(amounts).flatMap(([name, amount]) => [
    ...resourceNameCauses(name, `${path}[${name}]`),
    ...amountCauses(name, amount, `${path}[${name}]`),
  ]);
}

const resources: Rule = (input) => {
  const { value, path, outer } = input;
  const limits = isObject(value['limits']) ? value['limits'] : {};
  const requests = isObject(value['requests']) ? value['requests'] : {};
  if (outer?.value['containers'] !== undefined) return [];
  return [
    ...listed(limits, `${path}.limits`),
    ...Object.entries(requests).flatMap(([name, amount]) => {
      const field = `${path}.requests[${name}]`;
      return [
        ...resourceNameCauses(name, field),
        ...amountCauses(name, amount, field),
        ...withinLimit({ name, amount, limit: limits[name], path }),
      ];
    }),
    ...usedClaimCauses(value['claims'], `${path}.claims`, input),
  ];
};

/** What the pod as a whole asks for: processors and memory. */
export const podResources: FieldRule = (value, path, input) => {
  if (!isObject(value)) return [];
  if (textAt(input.value, 'os', 'name') === 'windows') return [forbidden(path, 'may not be set for a windows pod')];
  const claims = value['claims'];
  const limits = isObject(value['limits']) ? value['limits'] : {};
  const requests = isObject(value['requests']) ? value['requests'] : {};
  return [
    ...(isList(claims) ? [forbidden(`${path}.claims`, 'claims may not be set for Resources at pod-level')] : []),
    ...Object.entries(limits).flatMap(([name, amount]) => wholePod(name, amount, `${path}.limits[${name}]`)),
    ...Object.entries(requests).flatMap(([name, amount]) => [
      ...wholePod(name, amount, `${path}.requests[${name}]`),
      ...withinLimit({ name, amount, limit: limits[name], path }),
    ]),
    ...usedClaimCauses(claims, `${path}.claims`, { ...input, outer: input }),
    ...shortCauses(input.value, 'requests', path),
    ...shortCauses(input.value, 'limits', path),
  ];
};

/** A pod has as much as its containers have together; of limits, only huge pages are looked at. */
function shortCauses(spec: JsonObject, side: ResourceSide, path: string): readonly FieldCause[] {
  const whole = readResourceList(memberAt(spec, 'resources', side));
  return [...containerResources({ spec }, side)].flatMap(([name, amount]) => {
    const given = whole.get(name);
    if (given === undefined || (side === 'limits' && !isHugePages(name))) return [];
    if (compareQuantities(amount, given) <= 0) return [];
    const sentence = `must be greater than or equal to aggregate container ${side} of ${formatQuantity(amount)}`;
    return [invalid(`${path}.${side}[${name}]`, formatQuantity(given), sentence)];
  });
}

function wholePod(name: string, amount: Json | undefined, path: string): readonly FieldCause[] {
  const wrong = typeCauses(name, path);
  const known = name === 'cpu' || name === 'memory' || isHugePages(name);
  const odd = wrong.length > 0 || known ? wrong : [unsupported(path, name, ['cpu', 'hugepages-', 'memory'])];
  return [...odd, ...amountCauses(name, amount, path)];
}

/** What running a pod costs besides its containers: judged as limits of one. */
export const overhead: FieldRule = (value, path) => (isObject(value) ? listed(value, `${path}.limits`) : []);

interface Asked {
  readonly name: string;
  readonly amount: Json | undefined;
  readonly limit: Json | undefined;
  readonly path: string;
}

function withinLimit({ name, amount, limit, path }: Asked): readonly FieldCause[] {
  const single = isExtended(name) || isHugePages(name);
  if (limit === undefined) {
    return single ? [required(`${path}.limits`, 'Limit must be set for non overcommitable resources')] : [];
  }
  const [asked, allowed] = [parseQuantity(amount), parseQuantity(limit)];
  if (asked === undefined || allowed === undefined) return [];
  const order = compareQuantities(asked, allowed);
  const sentence = single ? 'must be equal to' : 'must be less than or equal to';
  return order > 0 || (single && order !== 0)
    ? [invalid(`${path}.requests`, String(amount), `${sentence} ${name} limit of ${String(limit)}`)]
    : [];
}

/** Claims for volumes ask for storage, and for more than none. */
export const storageRequest: FieldRule = (value, path) => {
  const amount = memberAt(value, 'requests', 'storage');
  if (amount === undefined) return [required(`${path}[storage]`)];
  const quantity = parseQuantity(amount);
  return quantity !== undefined && milliValue(quantity) <= 0n
    ? [invalid(`${path}[storage]`, String(amount), 'must be greater than zero')]
    : [];
};

export const RESOURCE_RULES: Rules = {
  'core/v1.ResourceRequirements': resources,
  'core/v1.ResourceClaim': () => [],
};
