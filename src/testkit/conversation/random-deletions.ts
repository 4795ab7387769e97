/**
 * Random conversations about the end of objects: owners and dependents of several kinds, finalizers, preconditions, grace, every
 * way of propagation, collections. After each deed the cluster is asked until it has come to rest, so that what a garbage collector
 * does meanwhile counts by its end. The same number gives the same conversation.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { tryParseJson } from '../../base/json/parse.ts';
import { type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import type { Conversation, Step } from './parse-conversations.ts';
import { randomNumbers } from './random-programs.ts';
import type { TalkReply, TalkRequest, TalkTarget } from './talk.ts';

type Random = () => number;

export interface DeletionsOptions {
  readonly seed: number;
  readonly steps: number;
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
/** No controller changes these. */
const KINDS = {
  configmaps: { apiVersion: 'v1', kind: 'ConfigMap', root: `/api/v1/namespaces/\${ns}/configmaps` },
  secrets: { apiVersion: 'v1', kind: 'Secret', root: `/api/v1/namespaces/\${ns}/secrets` },
  leases: {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    root: `/apis/coordination.k8s.io/v1/namespaces/\${ns}/leases`,
  },
  pods: { apiVersion: 'v1', kind: 'Pod', root: `/api/v1/namespaces/\${ns}/pods` },
  priorityclasses: {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    root: '/apis/scheduling.k8s.io/v1/priorityclasses',
  },
} as const;
type Plural = keyof typeof KINDS;
const PLURALS = Object.keys(KINDS) as readonly Plural[];
const POLICIES = ['Background', 'Foreground', 'Orphan', undefined] as const;
const FINALIZERS = ['x.example/a', 'x.example/b', 'foregroundDeletion', 'orphan'];
const MERGE = 'application/merge-patch+json';

/** Where a name belongs is fixed, so that every object can be found by it. */
const PLACES: Readonly<Record<string, Plural>> = {
  a: 'configmaps',
  b: 'secrets',
  c: 'leases',
  d: 'pods',
  e: 'configmaps',
  f: 'priorityclasses',
};

function placeOf(name: string): Plural {
  return PLACES[name] ?? 'configmaps';
}

/** What has no namespace has its name with that of the conversation. */
function nameOf(name: string): string {
  return placeOf(name) === 'priorityclasses' ? `\${ns}-${name}` : name;
}

function pathOf(name: string): string {
  return `${KINDS[placeOf(name)].root}/${nameOf(name)}`;
}

/** A conversation in a namespace of its own. */
export function randomDeletions({ seed, steps }: DeletionsOptions): Conversation {
  const random = randomNumbers(seed);
  const made = Array.from({ length: steps }, () => {
    const deed = randomDeed(random);
    return [deed, PAUSE, ...NAMES.map(settled)];
  });
  return { title: `deletions ${seed}`, namespace: `deletions-${seed}`, steps: made.flat() };
}

function randomDeed(random: Random): Step {
  const name = pick(NAMES, random);
  const choice = random();
  if (choice < 0.45) return creation(name, random);
  if (choice < 0.55) return patch(name, { metadata: { finalizers: someFinalizers(random) } });
  if (choice < 0.62) return patch(name, { metadata: { ownerReferences: someOwners(name, random) } });
  if (choice < 0.92) return deletion(name, random);
  return collectionDeletion(random);
}

function creation(name: string, random: Random): Step {
  const { apiVersion, kind, root } = KINDS[placeOf(name)];
  const finalizers = random() < 0.25 ? someFinalizers(random) : [];
  const ownerReferences = random() < 0.6 ? someOwners(name, random) : [];
  const metadata = { name: nameOf(name), labels: { n: pick(['x', 'y'], random) }, finalizers, ownerReferences };
  const spec = {
    terminationGracePeriodSeconds: 0,
    schedulingGates: [{ name: 'x.example/g' }],
    containers: [{ name: 'c', image: 'i' }],
  };
  const object = {
    apiVersion,
    kind,
    metadata,
    ...(kind === 'Pod' && { spec }),
    ...(kind === 'PriorityClass' && { value: 1 }),
  };
  return step('POST', root, object);
}

/** Owners by the uid that an object of that name has or had, see `restingTarget`, and owners that never were. */
function someOwners(own: string, random: Random): readonly JsonObject[] {
  const count = random() < 0.7 ? 1 : 2;
  return Array.from({ length: count }, () => {
    const name = pick(
      NAMES.filter((one) => one !== own),
      random,
    );
    const { apiVersion, kind } = KINDS[placeOf(name)];
    const uid = random() < 0.8 ? `\${uid_${name}}` : '00000000-0000-0000-0000-000000000001';
    return { apiVersion, kind, name: nameOf(name), uid, ...(random() < 0.5 && { blockOwnerDeletion: true }) };
  });
}

function someFinalizers(random: Random): readonly string[] {
  return FINALIZERS.filter((_, index) => random() < (index < 2 ? 0.5 : 0.15));
}

function deletion(name: string, random: Random): Step {
  const policy = pick(POLICIES, random);
  const options = {
    ...(policy !== undefined && { propagationPolicy: policy }),
    ...(random() < 0.15 && { dryRun: ['All'] }),
    ...(random() < 0.15 && { gracePeriodSeconds: pick([0, 5, -1], random) }),
    ...(random() < 0.15 && {
      preconditions: pick([{ uid: 'other' }, { resourceVersion: '1' }, { uid: `\${uid_${name}}` }], random),
    }),
  };
  return step('DELETE', pathOf(name), options);
}

function collectionDeletion(random: Random): Step {
  const query = pick(['?labelSelector=n%3Dx', '?labelSelector=n%21%3Dx', '?fieldSelector=metadata.name%3Da'], random);
  const policy = pick(['', '&propagationPolicy=Foreground', '&propagationPolicy=Orphan', '&dryRun=All'], random);
  const made = step('DELETE', `${KINDS[pick(PLURALS.slice(0, -1), random)].root}${query}${policy}`);
  return { ...made, only: ['code', 'message', 'reason', 'kind'] };
}

function patch(name: string, change: Json): Step {
  return step('PATCH', pathOf(name), change, MERGE);
}

/** Nothing is compared while a garbage collector works; see `restingTarget`. */
const PAUSE: Step = { ...step('GET', '/version'), title: 'pause', only: ['major'] };

/** Looks at an object when nobody is about to do anything to it. */
function settled(name: string): Step {
  const only = [
    'code',
    'metadata.name',
    'metadata.uid',
    'metadata.finalizers',
    'metadata.ownerReferences',
    'metadata.generation',
  ];
  return { ...step('GET', pathOf(name)), title: `rest ${name}`, only };
}

function step(method: string, path: string, body?: Json, type = 'application/json'): Step {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = text === undefined ? [] : ([['Content-Type', type]] as const);
  const sent = text === undefined ? {} : { body: { kind: 'text' as const, text } };
  return { title: `${method} ${path} ${text ?? ''}`, method, path, headers, ...sent, saves: [], only: [], events: 0 };
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined && !items.includes(undefined as Item)) throw new Error('nothing to pick from');
  return item as Item;
}

const UNKNOWN_UID = '00000000-0000-0000-0000-000000000002';
const MOMENT = 300;
const MOMENTS = 40;

/** Puts in the uids that objects got, and at a pause waits until nothing of the conversation changes any more. */
export function restingTarget(target: TalkTarget, pass = (milliseconds: number) => sleep(milliseconds)): TalkTarget {
  const uids = new Map<string, string>();
  let namespace = '';
  const send = async (request: TalkRequest): Promise<TalkReply> => {
    if (request.url === '/version') await atRest(target, namespace, pass);
    namespace = /namespaces\/([^/]+)/.exec(request.url)?.[1] ?? namespace;
    const text = Buffer.from(request.body).toString();
    const filled = text.replace(/\$\{uid_(\w)\}/g, (_, name: string) => uids.get(name) ?? UNKNOWN_UID);
    const reply = await target.send({ ...request, body: Buffer.from(filled) });
    const made = request.method === 'POST' && reply.code === 201 ? tryParseJson(reply.body.toString()) : undefined;
    const [name, uid] = [textAt(made, 'metadata', 'name'), textAt(made, 'metadata', 'uid')];
    if (name !== undefined && uid !== undefined) uids.set(name.slice(-1), uid);
    return reply;
  };
  return { ...target, send };
}

/** When it looked the same three times. */
async function atRest(
  target: TalkTarget,
  namespace: string,
  pass: (milliseconds: number) => Promise<void>,
): Promise<void> {
  let [before, same] = ['', 0];
  for (let moment = 0; moment < MOMENTS && same < 2; moment += 1) {
    await pass(MOMENT);
    const seen = await Promise.all(NAMES.map((name) => target.send(lookAt(namespace, name))));
    const now = seen.map(({ body }) => body.toString()).join('\n');
    same = now === before ? same + 1 : 0;
    before = now;
  }
}

function lookAt(namespace: string, name: string): TalkRequest {
  const url = pathOf(name).replace(`\${ns}`, namespace);
  return { method: 'GET', url, headers: {}, body: Buffer.from('') };
}
