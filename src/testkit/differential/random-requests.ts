/**
 * Random requests about one valid object: creations and updates with some parts changed or set anew, updates of its status and its
 * scale. The same number gives the same requests.
 */
import { isList, isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import { resourceOfKind } from '../../kube/builtin/resources.ts';
import { type StructType, structOfKind, structType, type TypeRef } from '../../kube/builtin/type-table.ts';
import { randomNumbers } from '../conversation/random-programs.ts';
import { absentMembers } from './absent-members.ts';
import { type Drawing, drawValue, pick, type Vocabulary } from './drawn-values.ts';
import type { Edit } from './edit.ts';
import { mistakesOf } from './mistakes.ts';

/** `merge` is a merge patch that holds what the edits add. */
export type RequestWay = 'create' | 'update' | 'status' | 'scale' | 'merge';

export interface RandomRequest {
  readonly way: RequestWay;
  readonly edits: readonly Edit[];
}

export interface RequestOptions {
  readonly object: JsonObject;
  readonly seed: number;
  /** How many of each way that the kind has. */
  readonly count: number;
  readonly vocabulary: Vocabulary;
}

const MOST_EDITS = 3;
/** An update of these is another object's, or is refused before all else. */
const IDENTITY = /^\/(apiVersion|kind|status|metadata|metadata\/(name|namespace|generateName|uid|resourceVersion))$/;

/** Creations first. */
export function randomRequests({ object, seed, count, vocabulary }: RequestOptions): readonly RandomRequest[] {
  const drawing = { random: randomNumbers(seed), vocabulary };
  const pool = [...mistakesOf(object), ...absentMembers(object)];
  const places = typedPlaces(object);
  return waysOf(object).flatMap((way) =>
    Array.from({ length: count }, () => drawRequest(drawing, { way, pool, places, object })),
  );
}

function waysOf(object: JsonObject): readonly RequestWay[] {
  const resource = resourceOfKind(textAt(object, 'apiVersion') ?? '', textAt(object, 'kind') ?? '')?.resource;
  const has = (name: string): boolean => resource?.subresources?.some((one) => one.name === name) ?? false;
  return [
    'create',
    'update',
    ...(has('status') ? (['status'] as const) : []),
    ...(has('scale') ? (['scale'] as const) : []),
  ];
}

interface Source {
  readonly way: RequestWay;
  readonly pool: readonly Edit[];
  readonly places: readonly Place[];
  readonly object: JsonObject;
}

function drawRequest(drawing: Drawing, { way, pool, places, object }: Source): RandomRequest {
  const length = 1 + Math.floor(drawing.random() * MOST_EDITS);
  if (way === 'status') return { way, edits: statusEdits(drawing, object) };
  if (way === 'scale') return { way, edits: Array.from({ length }, () => scaleEdit(drawing)) };
  const edits = Array.from({ length }, () =>
    places.length > 0 && drawing.random() < 0.5
      ? drawnEdit(drawing, pick(places, drawing.random))
      : pick(pool, drawing.random),
  );
  const kept = way === 'create' ? edits : edits.filter(({ path }) => !IDENTITY.test(path));
  return { way, edits: kept };
}

interface Place {
  readonly path: string;
  readonly name: string;
  readonly type: TypeRef;
}

/** Every member that the object has or could have beside those it has. */
function typedPlaces(object: JsonObject): readonly Place[] {
  const struct = structOfKind(textAt(object, 'apiVersion') ?? '', textAt(object, 'kind') ?? '');
  const all = struct === undefined ? [] : [...placesIn(object, struct, '')];
  return all.filter(({ path }) => !/^\/(apiVersion|kind|status|metadata)$/.test(path));
}

function* placesIn(value: JsonObject, struct: StructType, path: string): Generator<Place> {
  for (const { name, type } of struct.fields) {
    yield { path: `${path}/${name}`, name, type };
    const item = value[name];
    if (item !== undefined && item !== null) yield* placesBelow(item, type, `${path}/${name}`);
  }
}

function* placesBelow(value: Json, type: TypeRef, path: string): Generator<Place> {
  if (type.kind === 'struct' && isObject(value)) {
    const struct = structType(type.name);
    if (struct !== undefined) yield* placesIn(value, struct, path);
  } else if (type.kind === 'list' && isList(value)) {
    for (const [index, item] of value.entries()) yield* placesBelow(item, type.of, `${path}/${index}`);
  }
}

function drawnEdit(drawing: Drawing, { path, name, type }: Place): Edit {
  return { op: 'add', path, value: drawValue(drawing, type, name) };
}

function statusEdits(drawing: Drawing, object: JsonObject): readonly Edit[] {
  const struct = structOfKind(textAt(object, 'apiVersion') ?? '', textAt(object, 'kind') ?? '');
  const type = struct?.byName.get('status')?.type;
  return type === undefined ? [] : [{ op: 'add', path: '/status', value: drawValue(drawing, type, 'status') }];
}

const SCALE_EDITS: readonly Edit[] = [
  ...[0, 1, 2, -1, 2_147_483_647, 2_147_483_648, 'x', 1.5, null].map((value) => ({
    op: 'add',
    path: '/spec/replicas',
    value,
  })),
  { op: 'remove', path: '/spec' },
  { op: 'remove', path: '/metadata/name' },
  { op: 'add', path: '/metadata/labels', value: { 'Bad Key!': 'x' } },
  { op: 'add', path: '/metadata/resourceVersion', value: '1' },
  { op: 'add', path: '/metadata/uid', value: 'x' },
  { op: 'add', path: '/metadata/name', value: 'other' },
  { op: 'add', path: '/metadata/namespace', value: 'other' },
  { op: 'add', path: '/kind', value: 'Wrong' },
  { op: 'add', path: '/apiVersion', value: 'v1' },
  { op: 'add', path: '/unknownMember', value: 'x' },
  { op: 'add', path: '/status', value: { replicas: -1, selector: '!' } },
];

function scaleEdit({ random }: Drawing): Edit {
  return pick(SCALE_EDITS, random);
}
