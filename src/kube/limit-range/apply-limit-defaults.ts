/** What a LimitRange gives containers that say nothing. Behaviour: admission plugin LimitRanger, Kubernetes 1.35. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';

const ANNOTATION = 'kubernetes.io/limit-ranger';

/** The pod with default requests and limits of the range, and an annotation that tells of them; itself where none apply. */
export function applyLimitDefaults(pod: JsonObject, limitRange: JsonObject): JsonObject {
  const defaults = { requests: defaultsOf(limitRange, 'defaultRequest'), limits: defaultsOf(limitRange, 'default') };
  const notes: string[] = [];
  const filled = (list: 'containers' | 'initContainers', title: string) => {
    const containers = memberAt(pod, 'spec', list);
    if (!isList(containers)) return {};
    return { [list]: containers.map((container) => withDefaults(container, { defaults, title, notes })) };
  };
  const spec = {
    ...(isObject(pod['spec']) ? pod['spec'] : {}),
    ...filled('containers', 'container'),
    ...filled('initContainers', 'init container'),
  };
  if (notes.length === 0) return pod;
  const metadata = isObject(pod['metadata']) ? pod['metadata'] : {};
  const known = isObject(metadata['annotations']) ? metadata['annotations'] : {};
  const annotations = { ...known, [ANNOTATION]: `LimitRanger plugin set: ${notes.join('; ')}` };
  return { ...pod, metadata: { ...metadata, annotations }, spec };
}

interface Filling {
  readonly defaults: { readonly requests: JsonObject; readonly limits: JsonObject };
  readonly title: string;
  readonly notes: string[];
}

function withDefaults(container: Json, { defaults, title, notes }: Filling): Json {
  if (!isObject(container)) return container;
  const resources = isObject(container['resources']) ? container['resources'] : {};
  const sides = (['requests', 'limits'] as const).flatMap((side) => {
    const given = isObject(resources[side]) ? resources[side] : {};
    const missing = Object.entries(defaults[side]).filter(([name]) => !Object.hasOwn(given, name));
    if (missing.length === 0) return [];
    const names = missing.map(([name]) => name).sort();
    const what = side === 'requests' ? 'request' : 'limit';
    notes.push(`${names.join(', ')} ${what} for ${title} ${textAt(container, 'name') ?? ''}`);
    return [[side, { ...given, ...Object.fromEntries(missing) }] as const];
  });
  if (sides.length === 0) return container;
  return { ...container, resources: { ...resources, ...Object.fromEntries(sides) } };
}

function defaultsOf(limitRange: JsonObject, member: 'default' | 'defaultRequest'): JsonObject {
  const limits = memberAt(limitRange, 'spec', 'limits');
  const found = (isList(limits) ? limits : [])
    .filter((limit) => textAt(limit, 'type') === 'Container')
    .map((limit) => memberAt(limit, member));
  return Object.assign({}, ...found.filter(isObject));
}
