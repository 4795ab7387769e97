/**
 * Random conversations about watches: objects that enter and leave selections by their labels and fields, told from a version of
 * the past or after the state of now. The same number gives the same conversation.
 */
import type { Json } from '../../base/json-value.ts';
import type { Conversation, Step } from './parse-conversations.ts';
import { randomNumbers } from './random-programs.ts';

type Random = () => number;

export interface WatchesOptions {
  readonly seed: number;
  /** How many times something is done and watched. */
  readonly rounds: number;
}

const NAMES = ['a', 'b', 'c', 'd'];
const PLURALS = ['configmaps', 'pods'] as const;
type Plural = (typeof PLURALS)[number];
const LABELS = ['x', 'y', 'z'];
const PHASES = ['Pending', 'Running', 'Succeeded'];
const DEEDS = 8;
const WATCHES = 4;
/** Every watch ends by itself. */
const EVENTS = 100;
const MERGE = 'application/merge-patch+json';

const LABEL_SELECTORS = ['l=x', 'l!=x', 'l in (x,y)', 'l notin (y)', 'l', '!l', 'l=x,m=1', 'm=2'];
const FIELD_SELECTORS: Readonly<Record<Plural, readonly string[]>> = {
  configmaps: ['metadata.name=a', 'metadata.name!=a'],
  pods: ['metadata.name=b', 'status.phase=Running', 'status.phase!=Pending', 'spec.nodeName='],
};
const FORMS = [
  'application/json',
  'application/json',
  'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
  'application/json;as=Table;v=v1;g=meta.k8s.io',
];

/** A conversation in a namespace of its own. */
export function randomWatches({ seed, rounds }: WatchesOptions): Conversation {
  const random = randomNumbers(seed);
  const steps = Array.from({ length: rounds }, (_, round) => [
    seen(round),
    ...Array.from({ length: DEEDS }, () => deed(random)),
    ...Array.from({ length: WATCHES }, () => watch(random, round)),
  ]);
  return { title: `watches ${seed}`, namespace: `watches-${seed}`, steps: steps.flat() };
}

/** Keeps the version from which the watches of a round begin. */
function seen(round: number): Step {
  const made = step('GET', placeOf('configmaps'));
  return { ...made, saves: [{ name: `rv${round}`, path: 'metadata.resourceVersion' }], only: ['kind'] };
}

function deed(random: Random): Step {
  const plural = pick(PLURALS, random);
  const url = `${placeOf(plural)}/${pick(NAMES, random)}`;
  const choice = random();
  if (choice < 0.4) return creation(plural, random);
  if (choice < 0.7) return step('PATCH', url, { metadata: { labels: changedLabels(random) } }, MERGE);
  if (choice < 0.85 && plural === 'pods') {
    return step('PATCH', `${url}/status`, { status: { phase: pick(PHASES, random) } }, MERGE);
  }
  return choice < 0.85 ? step('PATCH', url, { data: { k: pick(LABELS, random) } }, MERGE) : step('DELETE', url);
}

function creation(plural: Plural, random: Random): Step {
  const metadata = { name: pick(NAMES, random), labels: { l: pick(LABELS, random), m: pick(['1', '2'], random) } };
  const spec = {
    terminationGracePeriodSeconds: 0,
    schedulingGates: [{ name: 'x.example/g' }],
    containers: [{ name: 'c', image: 'i' }],
  };
  const object = plural === 'pods' ? { kind: 'Pod', spec } : { kind: 'ConfigMap' };
  return step('POST', placeOf(plural), { apiVersion: 'v1', ...object, metadata });
}

function changedLabels(random: Random): Json {
  return { l: pick([...LABELS, null], random), ...(random() < 0.4 && { m: pick(['1', '2', null], random) }) };
}

function watch(random: Random, round: number): Step {
  const plural = pick(PLURALS, random);
  const labels = random() < 0.6 ? `&labelSelector=${encodeURIComponent(pick(LABEL_SELECTORS, random))}` : '';
  const fields = random() < 0.4 ? `&fieldSelector=${encodeURIComponent(pick(FIELD_SELECTORS[plural], random))}` : '';
  const since = `&resourceVersion=\${rv${Math.floor(random() * (round + 1))}}`;
  const list = '&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
  const start = pick([since, since, list, `${list}${since}`, '&resourceVersion=0'], random);
  const url = `${placeOf(plural)}?watch=true&timeoutSeconds=1${start}${labels}${fields}`;
  const accept = pick(FORMS, random);
  const made = step('GET', url);
  return { ...made, title: `${made.title}${accept}`, headers: [['Accept', accept]], events: EVENTS };
}

function placeOf(plural: Plural): string {
  return `/api/v1/namespaces/\${ns}/${plural}`;
}

function step(method: string, path: string, body?: Json, type = 'application/json'): Step {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const sent =
    text === undefined
      ? { headers: [] }
      : { headers: [['Content-Type', type]] as const, body: { kind: 'text' as const, text } };
  return { title: `${method} ${path} ${text ?? ''}`, method, path, ...sent, saves: [], only: [], events: 0 };
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)] as Item;
}
