/** Tells a story to a cluster, whichever it is, and says in a comparable form how workloads went and where they ended. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { TalkTarget } from '../conversation/talk.ts';
import { normalWorkloads } from '../normal-workloads.ts';
import type { Story, StoryStep } from './parse-stories.ts';

/** A cluster that time passes for. */
export interface StoryTarget extends Pick<TalkTarget, 'send' | 'watch'> {
  pass(milliseconds: number): Promise<void>;
}

export interface StoryEnd {
  /** By kind and name: phases and conditions on the way but for those that pass, each once in a row. */
  readonly ways: Readonly<Record<string, readonly string[]>>;
  readonly ends: readonly Json[];
  /** What was told to people: kind, type and reason, in byte order. */
  readonly events: readonly string[];
}

const FOLLOWED = [
  '/apis/apps/v1 deployments',
  '/apis/apps/v1 statefulsets',
  '/apis/apps/v1 daemonsets',
  '/apis/batch/v1 jobs',
  '/apis/batch/v1 cronjobs',
  '/apis/policy/v1 poddisruptionbudgets',
  '/api/v1 persistentvolumeclaims',
];
const ENDING = [
  ...FOLLOWED,
  '/apis/apps/v1 replicasets',
  '/apis/apps/v1 controllerrevisions',
  '/apis/discovery.k8s.io/v1 endpointslices',
  '/apis/networking.k8s.io/v1 ingresses',
  ...['pods', 'replicationcontrollers', 'services', 'endpoints'].map((plural) => `/api/v1 ${plural}`),
];

/** The story as it went. Throws `Error` where a step is refused. */
export async function tellStory(target: StoryTarget, story: Story): Promise<StoryEnd> {
  const { namespace } = story;
  await ask(target, 'POST', '/api/v1/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace },
  });
  await target.pass(1500);
  const list = await ask(target, 'GET', `/api/v1/namespaces/${namespace}/pods`);
  const start = textAt(list, 'metadata', 'resourceVersion') ?? '';
  for (const step of story.steps) await take(target, namespace, step);
  const ends: KubeObject[] = [];
  for (const place of ENDING) ends.push(...(await listed(target, place, namespace)));
  const ways: Record<string, readonly string[]> = {};
  for (const place of FOLLOWED) Object.assign(ways, await waysOf(target, { place, namespace, start }));
  const told = await listed(target, '/api/v1 events', namespace);
  return { ways, ends: normalWorkloads(ends), events: [...new Set(told.filter(isTold).map(eventText))].sort() };
}

async function take(target: StoryTarget, namespace: string, step: StoryStep): Promise<void> {
  if (step.wait !== undefined) await target.pass(step.wait * 1000);
  if (step.create) await ask(target, 'POST', urlOf(placeOf(step.create), namespace), step.create);
  if (step.patch) await ask(target, 'PATCH', namedUrl(step.patch.of, namespace), step.patch.with);
  if (step.delete) {
    const { of, policy } = step.delete;
    await ask(target, 'DELETE', namedUrl(of, namespace), policy === undefined ? {} : { propagationPolicy: policy });
  }
  if (step.deleteAll) {
    const { of, selector } = step.deleteAll;
    await ask(target, 'DELETE', `${namedUrl(of, namespace)}?labelSelector=${encodeURIComponent(selector)}`);
  }
}

const PLURALS: Readonly<Record<string, string>> = { Ingress: 'ingresses' };

function placeOf({ apiVersion, kind }: KubeObject): string {
  return `${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion} ${PLURALS[kind] ?? `${kind.toLowerCase()}s`}`;
}

function urlOf(place: string, namespace: string): string {
  const [root, plural] = place.split(' ');
  return `${root}/namespaces/${namespace}/${plural}`;
}

function namedUrl(of: string, namespace: string): string {
  const [apiVersion = '', path] = of.split(' ');
  return `${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion}/namespaces/${namespace}/${path}`;
}

async function ask(target: StoryTarget, method: string, url: string, body?: unknown): Promise<JsonObject> {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const content = Buffer.from(body === undefined ? '' : JSON.stringify(body));
  const answer = await target.send({ method, url, headers: { 'content-type': type }, body: content });
  if (answer.code >= 300) throw new Error(`${method} ${url}: ${answer.body.toString()}`);
  return JSON.parse(answer.body.toString()) as JsonObject;
}

async function listed(target: StoryTarget, place: string, namespace: string): Promise<readonly KubeObject[]> {
  const list = await ask(target, 'GET', urlOf(place, namespace));
  const items = list['items'];
  const kind = (textAt(list, 'kind') ?? '').replace(/List$/, '');
  const apiVersion = textAt(list, 'apiVersion') ?? '';
  return isList(items)
    ? items.filter(isObject).map((item) => ({ apiVersion, kind, ...item }) as unknown as KubeObject)
    : [];
}

/** All changes since the beginning, from the server's memory. */
async function waysOf(
  target: StoryTarget,
  { place, namespace, start }: { readonly place: string; readonly namespace: string; readonly start: string },
): Promise<Readonly<Record<string, readonly string[]>>> {
  const url = `${urlOf(place, namespace)}?watch=true&resourceVersion=${start}&timeoutSeconds=1`;
  const { body } = await target.watch({ method: 'GET', url, headers: {}, body: Buffer.from('') }, 1_000_000);
  const ways: Record<string, string[]> = {};
  for (const line of body
    .toString()
    .split('\n')
    .filter((one) => one !== '')) {
    const { type, object } = JSON.parse(line) as { readonly type: string; readonly object: KubeObject };
    const way = (ways[`${object.kind} ${object.metadata.name}`] ??= []);
    const state = type === 'DELETED' ? 'gone' : stateOf(object);
    if (state !== '' && way.at(-1) !== state) way.push(state);
  }
  return ways;
}

/** Reasons that come and go with how fast a cluster is. */
const PASSING = ['NewReplicaSetCreated', 'FoundNewReplicaSet', 'ReplicaSetUpdated'];

function stateOf(object: KubeObject): string {
  const conditions = memberAt(object.status, 'conditions');
  const told = (isList(conditions) ? conditions : [])
    .filter((one) => textAt(one, 'type') !== 'Available' && !PASSING.includes(textAt(one, 'reason') ?? ''))
    .map((one) => `${textAt(one, 'type')}=${textAt(one, 'status')} ${textAt(one, 'reason') ?? ''}`.trim());
  const phase = textAt(object.status, 'phase');
  return [...(phase === undefined ? [] : [phase]), ...told.sort()].join(', ');
}

/** The recorded cluster has no kubelets that would tell of pods. */
function isTold(event: KubeObject): boolean {
  return textAt(event, 'involvedObject', 'kind') !== 'Pod';
}

function eventText(event: KubeObject): string {
  return `${textAt(event, 'involvedObject', 'kind')} ${String(event['type'])} ${String(event['reason'])}`;
}
