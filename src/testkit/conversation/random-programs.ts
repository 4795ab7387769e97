/**
 * Small random programs of writes to one object: creates, updates, patches of every type, applies by several managers. Made from
 * a valid object of a kind by leaving out and changing parts of it; the same number gives the same program.
 */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { resourceOfKind } from '../../kube/builtin/resources.ts';
import type { Conversation, Step } from './parse-conversations.ts';

/** Numbers in [0, 1) from a seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface ProgramOptions {
  /** A valid object of the kind, without namespace. */
  readonly object: JsonObject;
  readonly seed: number;
  readonly steps: number;
}

const MANAGERS = ['one', 'two', 'three'];

/** A program as a conversation in a namespace of its own. */
export function randomProgram({ object, seed, steps }: ProgramOptions): Conversation {
  const random = randomNumbers(seed);
  const kind = String(object['kind']);
  const title = `${kind} ${seed}`;
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  const name = `p-${kind.toLowerCase()}-${seed}`;
  const base = { ...object, metadata: { ...metadata, name } };
  const collection = collectionOf(object);
  const subject = { base, item: `${collection}/${name}`, collection, random };
  const made = Array.from({ length: steps }, (_, index) => randomStep(subject, index));
  return { title, namespace: `program-${kind.toLowerCase()}-${seed}`, steps: made };
}

interface Subject {
  readonly base: JsonObject;
  readonly collection: string;
  readonly item: string;
  readonly random: () => number;
}

function collectionOf(object: JsonObject): string {
  const [apiVersion, kind] = [String(object['apiVersion']), String(object['kind'])];
  const resource = resourceOfKind(apiVersion, kind)?.resource;
  const plural = resource?.name ?? `${kind.toLowerCase()}s`;
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return `${root}${resource?.namespaced ? `/namespaces/\${ns}` : ''}/${plural}`;
}

function randomStep(subject: Subject, index: number): Step {
  const { base, item, collection, random } = subject;
  const manager = pick(MANAGERS, random);
  const choice = random();
  const query = `?fieldManager=${manager}${random() < 0.08 ? '&dryRun=All' : ''}`;
  if (index === 0 && choice < 0.5) return step('POST', `${collection}${query}`, 'application/json', base);
  if (index === 0 || choice < 0.6) {
    const force = random() < 0.4 ? '&force=true' : '';
    const config = index === 0 ? base : variant(base, random);
    return step('PATCH', `${item}${query}${force}`, 'application/apply-patch+yaml', config);
  }
  if (choice < 0.7) return step('PUT', `${item}${query}`, 'application/json', variant(base, random));
  if (choice < 0.8) return step('PATCH', `${item}${query}`, 'application/merge-patch+json', patchOf(base, random));
  if (choice < 0.9)
    return step('PATCH', `${item}${query}`, 'application/strategic-merge-patch+json', patchOf(base, random));
  return step('PATCH', `${item}${query}`, 'application/json-patch+json', operationsOf(base, random));
}

function step(method: string, path: string, type: string, body: Json): Step {
  const headers = [['Content-Type', type]] as const;
  const text = JSON.stringify(body);
  const title = `${method} ${type.split('/')[1]} ${path.split('?')[1]} ${text}`;
  return { title, method, path, headers, body: { kind: 'text', text }, saves: [], only: [], events: 0 };
}

/** The object with labels of its own, some parts left out and some changed. */
function variant(base: JsonObject, random: () => number): JsonObject {
  const { metadata, apiVersion, kind, ...content } = base;
  const shown = { ...(isObject(metadata) ? metadata : {}), ...marks(random) };
  return {
    apiVersion: apiVersion ?? '',
    kind: kind ?? '',
    metadata: shown,
    ...(partOf(content, random) as JsonObject),
  };
}

function marks(random: () => number): JsonObject {
  const some = (): JsonObject =>
    Object.fromEntries(['a', 'b', 'c'].filter(() => random() < 0.4).map((key) => [key, pick(['x', 'y', ''], random)]));
  return {
    ...(random() < 0.5 && { labels: some() }),
    ...(random() < 0.3 && { annotations: some() }),
    ...(random() < 0.15 && { finalizers: ['x.example/a', 'x.example/b'].filter(() => random() < 0.6) }),
  };
}

function partOf(value: Json, random: () => number): Json {
  if (isList(value)) {
    const kept = value.filter(() => random() < 0.85).map((item) => partOf(item, random));
    return random() < 0.1 ? kept.toReversed() : kept;
  }
  if (isObject(value)) {
    const kept = Object.entries(value).filter(() => random() < 0.85);
    return Object.fromEntries(kept.map(([name, item]) => [name, partOf(item ?? null, random)]));
  }
  return random() < 0.07 ? changed(value, random) : value;
}

function changed(value: Json, random: () => number): Json {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return random() < 0.2 ? null : `${value}x`;
  return value;
}

/** A few members, some of them removed. */
function patchOf(base: JsonObject, random: () => number): JsonObject {
  const { metadata: _, apiVersion: __, kind: ___, ...content } = base;
  const patch = thin(content, random);
  return { ...(isObject(patch) ? patch : {}), ...(random() < 0.5 && { metadata: marks(random) }) };
}

function thin(value: Json, random: () => number): Json {
  if (isObject(value)) {
    const kept = Object.entries(value).filter(() => random() < 0.5);
    return Object.fromEntries(kept.map(([name, item]) => [name, random() < 0.05 ? null : thin(item ?? null, random)]));
  }
  return isList(value) ? value.filter(() => random() < 0.7).map((item) => partOf(item, random)) : partOf(value, random);
}

function operationsOf(base: JsonObject, random: () => number): Json {
  const { metadata, apiVersion: _, kind: __, ...content } = base;
  const found = [...placesOf(content, '')];
  const places = found.length > 0 ? found : [...placesOf(metadata ?? {}, '/metadata')];
  const count = 1 + Math.floor(random() * 3);
  return Array.from({ length: count }, () => {
    const [path, value] = pick(places, random);
    const op = pick(['add', 'replace', 'remove', 'test'], random);
    return op === 'remove' ? { op, path } : { op, path, value: op === 'test' ? value : partOf(value, random) };
  });
}

function* placesOf(value: Json, path: string): Generator<readonly [path: string, value: Json]> {
  if (path !== '') yield [path, value];
  if (isList(value)) for (const [index, item] of value.entries()) yield* placesOf(item, `${path}/${index}`);
  if (!isObject(value)) return;
  for (const [name, item] of Object.entries(value)) {
    yield* placesOf(item ?? null, `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
