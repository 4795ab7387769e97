/** Random values of the built-in kinds' types, most of them such as controllers or mistaken ones write into a status. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { type Field, structType, type TypeRef } from '../../kube/builtin/type-table.ts';

export interface RandomValues {
  /** In [0, 1). */
  readonly random: () => number;
  /** Around which times are, in milliseconds. */
  readonly now: number;
  /** Names that references and entries by name may say. */
  readonly names: readonly string[];
}

const DEEPEST = 7;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Far enough from where the printed age changes that a slow server says the same. */
const AGES = [20 * MINUTE, 5.5 * HOUR, 30.5 * HOUR, 5.1 * DAY, 100.5 * DAY, 1200.5 * DAY, -HOUR];

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  status: ['True', 'False', 'Unknown', 'maybe', ''],
  reason: [
    ...['Completed', 'CrashLoopBackOff', 'ContainerCreating', 'PodInitializing', 'Evicted', 'NodeLost', 'Error'],
    ...[
      'ErrImagePull',
      'ImagePullBackOff',
      'OOMKilled',
      'SchedulingGated',
      'Unschedulable',
      'ContainerStatusUnknown',
      '',
    ],
  ],
  type: [
    ...[
      'Ready',
      'Initialized',
      'PodScheduled',
      'ContainersReady',
      'Complete',
      'Failed',
      'Suspended',
      'SuccessCriteriaMet',
    ],
    ...['Approved', 'Denied', 'Available', 'Progressing', 'MemoryPressure', 'InternalIP', 'ExternalIP', 'Hostname'],
    ...['Resource', 'External', 'Utilization', 'Value', 'AverageValue', 'Established', 'Valid'],
  ],
  phase: [
    'Pending',
    'Running',
    'Succeeded',
    'Failed',
    'Unknown',
    'Bound',
    'Released',
    'Available',
    'Active',
    'Lost',
    '',
  ],
  ip: ['10.1.2.3', 'fd00::1', ''],
  hostname: ['a.example.org', 'b', ''],
  address: ['10.1.2.3', '192.168.1.1', 'node.example.org', ''],
  message: ['', 'it went wrong', 'two\nlines'],
  apiVersion: ['v1', 'apps/v1', 'example.org/v1'],
  kind: ['Pod', 'Deployment', 'Widget'],
};
const ANY_TEXT = ['', 'a', 'some-value', `long-${'x'.repeat(70)}`, 'Straße', '<none>', 'a,b'];
const INTEGERS = [0, 1, 2, 3, 7, 100, -1, 2147483647];
const QUANTITIES = ['0', '100m', '1', '1500m', '2', '128Mi', '1Gi', '1e3', '10.5'];

/** A value of a type; `field` says which words it may be. */
export function randomValue(values: RandomValues, type: TypeRef, field: Pick<Field, 'name' | 'fact'>, depth = 0): Json {
  const { random } = values;
  switch (type.kind) {
    case 'struct':
      return randomStruct(values, type.name, depth);
    case 'list': {
      const length = depth >= DEEPEST ? 0 : Math.floor(random() * 4);
      return Array.from({ length }, () => randomValue(values, type.of, element(field), depth + 1));
    }
    case 'map': {
      const keys = Array.from({ length: Math.floor(random() * 3) }, () => oneOf(random, MAP_KEYS));
      return Object.fromEntries(keys.map((key) => [key, randomValue(values, type.of, element(field), depth + 1)]));
    }
    case 'scalar':
      return randomScalar(values, type.name, field);
  }
}

const MAP_KEYS = ['cpu', 'memory', 'storage', 'pods', 'app', 'example.org/x', 'requests.cpu'];

function element({ name, fact }: Pick<Field, 'name' | 'fact'>): Pick<Field, 'name' | 'fact'> {
  return { name, fact: { ...fact, ...(fact.elementEnum && { enum: fact.elementEnum }) } };
}

/** Fields that must be there, and about half of the others. */
export function randomStruct(values: RandomValues, name: string, depth = 0): JsonObject {
  const fields = structType(name)?.fields ?? [];
  const chosen = fields.filter(({ fact }) => fact.required || (depth < DEEPEST && values.random() < 0.55));
  return Object.fromEntries(chosen.map((field) => [field.name, randomValue(values, field.type, field, depth + 1)]));
}

function randomScalar(
  { random, now, names }: RandomValues,
  type: string,
  { name, fact }: Pick<Field, 'name' | 'fact'>,
): Json {
  switch (type) {
    case 'bool':
      return random() < 0.5;
    case 'int32':
    case 'int64':
      return oneOf(random, INTEGERS);
    case 'float64':
      return oneOf(random, [0, 0.5, 1.25]);
    case 'Time':
    case 'MicroTime': {
      const text = new Date(now - oneOf(random, AGES)).toISOString();
      return type === 'Time' ? text.replace(/\.\d+/, '') : text.replace('Z', '000Z');
    }
    case 'Duration':
      return '1m0s';
    case 'Quantity':
      return oneOf(random, QUANTITIES);
    case 'IntOrString':
      return oneOf<Json>(random, [0, 1, 80, '50%', 'http']);
    case 'bytes':
      return 'YQ==';
    case 'string': {
      if (name === 'name' && random() < 0.7) return oneOf(random, names);
      const words = fact.enum ?? (Object.hasOwn(TEXTS, name) ? TEXTS[name] : undefined) ?? ANY_TEXT;
      return oneOf(random, words);
    }
    default:
      return {};
  }
}

/** An object with some places of a part changed, removed or filled: most are refused, the others are odd. */
export function randomChange(values: RandomValues, object: JsonObject, typeName: string): JsonObject {
  const { random } = values;
  const fields = structType(typeName)?.fields ?? [];
  const field = fields.length === 0 ? undefined : oneOf(random, fields);
  if (field === undefined) return object;
  const now = object[field.name];
  const deeper = field.type.kind === 'struct' && isObject(now) && random() < 0.85;
  if (deeper && field.type.kind === 'struct')
    return { ...object, [field.name]: randomChange(values, now, field.type.name) };
  const inList = field.type.kind === 'list' && isList(now) && now.length > 0 && random() < 0.7;
  if (inList && field.type.kind === 'list' && field.type.of.kind === 'struct') {
    const [changed, of] = [Math.floor(random() * now.length), field.type.of.name];
    const items = now.map((item, at) => (at === changed && isObject(item) ? randomChange(values, item, of) : item));
    return { ...object, [field.name]: items };
  }
  const { [field.name]: _, ...without } = object;
  return random() < 0.25 ? without : { ...object, [field.name]: randomValue(values, field.type, field, 2) };
}

/** One of several. */
export function oneOf<T>(random: () => number, choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)] as T;
}
