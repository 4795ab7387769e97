/** Random definitions with printer columns of every type, format, priority and sort of path, and objects that they print. */
import type { Json, JsonObject } from '../../base/json-value.ts';
import { randomNumbers } from '../conversation/random-programs.ts';
import { oneOf } from './random-values.ts';

const GROUP = 'columns.example.org';
const TYPES = ['integer', 'number', 'string', 'boolean', 'date'];
const FORMATS = [undefined, 'int32', 'int64', 'float', 'double', 'byte', 'date', 'date-time', 'password'];
const PATHS = [
  '.spec.a',
  '.spec.b.c',
  '.spec.list',
  '.spec.list[0]',
  '.spec.list[*]',
  '.spec.items[0].x',
  '.spec.items[*].x',
  '.spec.items[?(@.type=="Ready")].status',
  '.status.conditions[?(@.type=="Ready")].status',
  '.status.conditions[?(@.n>1)].type',
  '.status.count',
  '.status.map',
  '.metadata.creationTimestamp',
  '.metadata.name',
  '.metadata.labels.a',
  '.metadata.annotations.example\\.org/x',
  '.spec.absent.deeper',
  '.spec.list[-1:]',
  '.spec.list[0:2]',
  ".spec['a']",
  '.spec..x',
  '.kind',
];

export interface ColumnCase {
  readonly plural: string;
  readonly definition: JsonObject;
  readonly objects: readonly JsonObject[];
}

/** `now` in milliseconds; the same seed and time give the same case. */
export function randomColumns(seed: number, now: number): ColumnCase {
  const random = randomNumbers(seed);
  const name = `w${seed}`;
  const plural = `${name}s`;
  const kind = `W${seed}`;
  const columns = Array.from({ length: 1 + Math.floor(random() * 6) }, (_, index) => randomColumn(random, index));
  const version = {
    name: 'v1',
    served: true,
    storage: true,
    ...(random() < 0.9 && { additionalPrinterColumns: columns }),
    schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
  };
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${GROUP}` },
    spec: { group: GROUP, scope: 'Cluster', names: { plural, singular: name, kind }, versions: [version] },
  };
  const objects = Array.from({ length: 6 }, (_, index) => ({
    apiVersion: `${GROUP}/v1`,
    kind,
    metadata: { name: `o${index}`, labels: { a: 'b' }, annotations: { 'example.org/x': 'y' } },
    spec: randomSpec(random, now),
    status: randomStatus(random, now),
  }));
  return { plural, definition, objects };
}

/** The collection of a case. */
export function columnsPlace({ plural }: ColumnCase): string {
  return `/apis/${GROUP}/v1/${plural}`;
}

function randomColumn(random: () => number, index: number): JsonObject {
  const format = oneOf(random, FORMATS);
  return {
    name: oneOf(random, [`C${index}`, `Column ${index}`]),
    type: oneOf(random, TYPES),
    jsonPath: oneOf(random, PATHS),
    ...(format !== undefined && { format }),
    ...(random() < 0.4 && { priority: oneOf(random, [0, 1, 2]) }),
    ...(random() < 0.2 && { description: 'words' }),
  };
}

function randomSpec(random: () => number, now: number): JsonObject {
  return {
    a: leaf(random, now),
    b: random() < 0.7 ? { c: leaf(random, now) } : leaf(random, now),
    list: Array.from({ length: Math.floor(random() * 4) }, () => leaf(random, now)),
    items: Array.from({ length: Math.floor(random() * 3) }, () => ({
      x: leaf(random, now),
      type: oneOf(random, ['Ready', 'Other']),
      status: oneOf(random, ['True', 'False']),
    })),
  };
}

function randomStatus(random: () => number, now: number): JsonObject {
  return {
    count: leaf(random, now),
    map: { k: leaf(random, now) },
    conditions: Array.from({ length: Math.floor(random() * 3) }, (_, n) => ({
      type: oneOf(random, ['Ready', 'Other']),
      status: oneOf(random, ['True', 'False', 'Unknown']),
      n,
    })),
  };
}

const SECONDS = [1230, 19_830, 109_830, 440_000, 8_683_200, -3600];

function leaf(random: () => number, now: number): Json {
  const time = new Date(now - oneOf(random, SECONDS) * 1000).toISOString().replace(/\.\d+/, '');
  return oneOf<Json>(random, [
    ...[0, 1, -7, 1234567890123, 1.5, 1e21, 0.1, true, false, '', 'text', '12', '1.5', 'true', time, '2020-01-01'],
    ...[{ k: 'v' }, [], ['a', 1], {}, 'two\nlines'],
  ]);
}
