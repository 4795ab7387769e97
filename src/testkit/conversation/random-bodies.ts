/** Bodies of random requests: whole objects, patches and options of deletions, most of them with something wrong. */

import type { JsonObject } from '../../base/json-value.ts';
import { writeYaml } from '../../lang/yaml/write.ts';
import type { Random } from './random-headers.ts';
import type { Place } from './random-places.ts';

/** Text that begins with `hex:` stands for bytes. */
export interface SentBody {
  readonly type: readonly (readonly [name: string, value: string])[];
  readonly text: string;
}

export interface BodyOptions {
  readonly place: Place;
  readonly random: Random;
  /** As it stands in the path. */
  readonly name: string;
  readonly seed: number;
}

const TYPES = [
  ...[
    'application/json',
    'application/json',
    'application/json',
    'application/json',
    'application/json; charset=utf-8',
    'application/yaml',
  ],
  ...[
    'application/yaml',
    'text/yaml',
    'text/plain',
    '',
    'application/cbor',
    'application/vnd.kubernetes.protobuf',
    'json',
    'APPLICATION/JSON',
  ],
  ...[
    'application/json;stream=watch',
    'application/xml',
    ';',
    'application/merge-patch+json',
    'application/json,application/yaml',
  ],
];
const PATCH_TYPES = [
  ...[
    'application/merge-patch+json',
    'application/merge-patch+json',
    'application/strategic-merge-patch+json',
    'application/json-patch+json',
  ],
  ...[
    'application/apply-patch+yaml',
    'application/apply-patch+yaml',
    'application/json',
    'application/yaml',
    '',
    'text/plain',
    'application/apply-patch+json',
  ],
  ...[
    'application/merge-patch+json; charset=utf-8',
    'Application/Merge-Patch+JSON',
    'application/apply-patch+cbor',
    'application/merge-patch+json;q=1',
  ],
];
/** What is no object, or broken. */
const BROKEN = [
  ...[
    '',
    ' ',
    'null',
    '[]',
    '"x"',
    '1',
    'true',
    '{',
    '{}',
    '{"a":}',
    '{"a":1,}',
    '{"a":1}x',
    '{"a":1}{"b":2}',
    "{'a':1}",
    '{a:1}',
    'a: b',
    'a: b\n c',
    '- a',
  ],
  ...[
    'hex:efbbbf7b7d',
    'hex:efbbbf',
    'hex:fffe7b007d00',
    'hex:00',
    'hex:7b2261223a22ff227d',
    'hex:6b38730a',
    'hex:6b387300',
    'hex:d9d9f7a0',
    'hex:7b2261223a2200227d',
  ],
  ...[
    '{"metadata":null}',
    '{"metadata":[]}',
    '{"metadata":{"name":1}}',
    '{"kind":1}',
    '{"apiVersion":1}',
    '{"kind":"None"}',
    '{"apiVersion":"none/v1"}',
    '{"kind":""}',
  ],
  ...[
    '{"apiVersion":"v1","kind":"Status"}',
    '{"apiVersion":"v1","kind":"List","items":[]}',
    '{"a":1e999}',
    '{"a":01}',
    '{"a":.5}',
    '{"a":"\\ud800"}',
    '{"a":"\\x"}',
    '{"a":"\t"}',
  ],
  ...[
    '---\n',
    '--- \na: b\n--- \nc: d',
    '&a [*a]',
    '*a',
    '!!x y',
    '"unclosed',
    '@',
    '%',
    '\t',
    '{"a":[1,2',
    '[1,2}',
    '{"a" 1}',
    'nul',
    'tru',
    '-',
    '{"":1}',
    '{"__proto__":1}',
  ],
];

export function randomBody(options: BodyOptions): SentBody {
  const { random } = options;
  const choice = random();
  if (choice < 0.3) return { type: typed(pick(TYPES, random)), text: pick(BROKEN, random) };
  const object = objectOf(options);
  if (choice < 0.5)
    return { type: typed('application/yaml'), text: random() < 0.5 ? writeYaml(object) : JSON.stringify(object) };
  const text = random() < 0.15 ? spoilt(JSON.stringify(object), random) : JSON.stringify(object);
  return { type: typed(random() < 0.85 ? 'application/json' : pick(TYPES, random)), text };
}

export function randomPatch(options: BodyOptions): SentBody {
  const { random } = options;
  const type = pick(PATCH_TYPES, random);
  if (random() < 0.3) return { type: typed(type), text: pick(BROKEN, random) };
  if (type === 'application/json-patch+json') return { type: typed(type), text: JSON.stringify(operations(random)) };
  const object = objectOf(options);
  if (type.includes('apply') || random() < 0.2) return { type: typed(type), text: JSON.stringify(object) };
  return { type: typed(type), text: JSON.stringify(pick(SMALL, random)) };
}

/** Options of a deletion, if any. */
export function randomOptions(random: Random): { readonly type: SentBody['type']; readonly text?: string } {
  const choice = random();
  if (choice < 0.5) return { type: [] };
  const type = typed(random() < 0.8 ? 'application/json' : pick(TYPES, random));
  if (choice < 0.6) return { type, text: pick(BROKEN, random) };
  return { type, text: JSON.stringify(pick(OPTIONS, random)) };
}

const OPTIONS: readonly JsonObject[] = [
  {},
  { kind: 'DeleteOptions', apiVersion: 'v1' },
  { kind: 'DeleteOptions', apiVersion: 'meta.k8s.io/v1' },
  { kind: 'DeleteOptions', apiVersion: 'apps/v1' },
  { kind: 'DeleteOptions', apiVersion: 'none/v1' },
  { kind: 'DeleteOptions' },
  { kind: 'Pod', apiVersion: 'v1' },
  { kind: 'None' },
  { apiVersion: 'v1' },
  { propagationPolicy: 'Background' },
  { propagationPolicy: 'Orphan', orphanDependents: true },
  { propagationPolicy: 'x', dryRun: ['y'] },
  { propagationPolicy: 1 },
  { gracePeriodSeconds: 0 },
  { gracePeriodSeconds: -1 },
  { gracePeriodSeconds: '5' },
  { gracePeriodSeconds: 1.5 },
  { preconditions: { uid: 'other' } },
  { preconditions: { resourceVersion: '1' } },
  { preconditions: { uid: 'other', resourceVersion: '1' } },
  { preconditions: 'x' },
  { dryRun: ['All'] },
  { dryRun: 'All' },
  { dryRun: ['All', 'All'] },
  { unknown: true },
];

const SMALL: readonly JsonObject[] = [
  {},
  { metadata: { labels: { app: 'z' } } },
  { metadata: { labels: null } },
  { metadata: null },
  { metadata: { name: 'other' } },
  { metadata: { namespace: 'other' } },
  { metadata: { resourceVersion: '1' } },
  { metadata: { resourceVersion: 'word' } },
  { metadata: { uid: 'x' } },
  { metadata: { annotations: { a: 1 } } },
  { metadata: { finalizers: ['x.example/a'] } },
  { metadata: { finalizers: [] } },
  { metadata: { finalizers: ['bad'] } },
  { metadata: { $patch: 'delete' } },
  { kind: 'Other' },
  { apiVersion: 'v2' },
  { kind: null },
  { unknown: 1 },
  { data: { k: 'w' } },
  { spec: { x: 1 } },
  { $patch: 'replace' },
  { $patch: 'x' },
  { '$setElementOrder/finalizers': ['a'] },
];

function operations(random: Random): unknown {
  const paths = [
    '/metadata/labels/app',
    '/metadata/labels',
    '/metadata/none/x',
    '',
    '/',
    'x',
    '/kind',
    '/metadata/name',
    '/data/k',
    '/metadata/finalizers/-',
    '/a~2b',
  ];
  const ops = ['add', 'remove', 'replace', 'test', 'copy', 'move', 'none'];
  const list = Array.from({ length: Math.floor(random() * 3) }, () => {
    const value = random() < 0.8 ? { value: pick([null, 'x', 1, {}, ['x.example/a']], random) } : {};
    const from = random() < 0.3 ? { from: pick(paths, random) } : {};
    return { op: pick(ops, random), path: pick(paths, random), ...value, ...from };
  });
  return random() < 0.05 ? pick([[1], ['x'], [null], { op: 'add' }, [{}], [{ op: 1 }]], random) : list;
}

/** A valid object, sometimes with one thing that is not. */
function objectOf({ place, random, name, seed }: BodyOptions): JsonObject {
  const metadata: JsonObject = { name: decoded(name), labels: { app: 'c', seed: String(seed) } };
  const object: JsonObject = { ...place.object, metadata };
  const choice = random();
  if (choice < 0.4) return object;
  return { ...object, ...pick(changes(object, metadata), random) };
}

function changes(object: JsonObject, metadata: JsonObject): readonly JsonObject[] {
  const { name: _, ...unnamed } = metadata;
  return [
    ...[
      { apiVersion: 'v1' },
      { apiVersion: 'none/v1' },
      { apiVersion: '' },
      { kind: 'Secret' },
      { kind: 'None' },
      { kind: '' },
      { kind: null },
    ],
    ...[
      { metadata: unnamed },
      { metadata: {} },
      { metadata: null },
      { metadata: 'x' },
      { metadata: { ...metadata, name: 'other' } },
    ],
    ...[
      { metadata: { ...metadata, namespace: 'other' } },
      { metadata: { ...metadata, namespace: `\${ns}` } },
      { metadata: { ...unnamed, generateName: 'g-' } },
    ],
    ...[
      { metadata: { ...metadata, resourceVersion: '1' } },
      { metadata: { ...metadata, resourceVersion: 'word' } },
      { metadata: { ...metadata, uid: 'x' } },
    ],
    ...[
      { metadata: { ...metadata, labels: { 'bad key': 'x' } } },
      { metadata: { ...metadata, labels: { a: 1 } } },
      { metadata: { ...metadata, finalizers: ['x'] } },
    ],
    ...[
      { metadata: { ...metadata, managedFields: [] } },
      { metadata: { ...metadata, managedFields: [{}] } },
      { metadata: { ...metadata, creationTimestamp: 'x' } },
    ],
    ...[
      { metadata: { ...metadata, generation: 'x' } },
      { metadata: { ...metadata, unknown: 1 } },
      { metadata: { ...metadata, deletionTimestamp: '2020-01-01T00:00:00Z' } },
    ],
    ...[
      { metadata: { ...metadata, selfLink: 'x' } },
      { metadata: { ...metadata, ownerReferences: [{}] } },
      { metadata: { ...metadata, deletionGracePeriodSeconds: 5 } },
    ],
    ...[
      { unknown: 1 },
      { data: 'x' },
      { spec: 'x' },
      { spec: null },
      { status: {} },
      { status: 'x' },
      { data: { k: 1 } },
      { items: [] },
      { Kind: object['kind'] ?? '' },
    ],
  ];
}

/** A text with something wrong somewhere. */
function spoilt(text: string, random: Random): string {
  const at = Math.floor(random() * text.length);
  return pick(
    [
      () => text.slice(0, at),
      () => `${text.slice(0, at)}${text.slice(at + 1)}`,
      () => `hex:efbbbf${Buffer.from(text).toString('hex')}`,
      () => `${text}\n${text}`,
      () => text.replace('"metadata":', '"metadata":{"name":"twice"},"metadata":'),
      () => text.replace('"kind":', '"kind":"Twice","kind":'),
      () => `\n\n  ${text}  \n`,
      () => `${text.slice(0, at)}\u0001${text.slice(at)}`,
    ],
    random,
  )();
}

function typed(type: string): SentBody['type'] {
  return [['Content-Type', type]];
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
