/** Sends random requests to an API server as dry runs: what it refuses and why, or the object it would store. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { answerOf, parsed, plainText } from './answer.ts';
import { type Edit, edited } from './edit.ts';
import { type Answered, type AskServer, askTogether, removeObject, withPlacesOf } from './mistaken-objects.ts';
import type { RandomRequest } from './random-requests.ts';

export interface JudgedRequest {
  readonly request: RandomRequest;
  /** Plain, so that two servers' can be compared. */
  readonly answer: Json;
}

const DRY = '?dryRun=All&fieldManager=probe&fieldValidation=Strict';
/** What controllers of a real server write meanwhile. */
const CONTROLLERS = [
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
  'endpoints.kubernetes.io/last-change-trigger-time',
  'node.alpha.kubernetes.io/ttl',
  'pv.kubernetes.io/bind-completed',
  'pv.kubernetes.io/bound-by-controller',
  'volume.beta.kubernetes.io/storage-provisioner',
  'volume.kubernetes.io/storage-provisioner',
];
/** Kinds whose status controllers of a real server write: who owns which part of it is theirs. */
const STATUS_BY_CONTROLLERS = new Set([
  ...[
    'CertificateSigningRequest',
    'CronJob',
    'CustomResourceDefinition',
    'DaemonSet',
    'Deployment',
    'FlowSchema',
    'Job',
  ],
  ...[
    'HorizontalPodAutoscaler',
    'Namespace',
    'Node',
    'PersistentVolume',
    'PersistentVolumeClaim',
    'PodDisruptionBudget',
  ],
  ...[
    'PriorityLevelConfiguration',
    'ReplicaSet',
    'ReplicationController',
    'ResourceQuota',
    'ServiceCIDR',
    'StatefulSet',
  ],
  'ValidatingAdmissionPolicy',
]);
const FINALIZERS = /^(kubernetes|batch\.kubernetes|service\.kubernetes|networking\.k8s)\.io\/|foregroundDeletion/;

/** What the server says to each request about the object, in their order. The object lives in `collection` meanwhile. */
export async function judgeRequests(
  ask: AskServer,
  collection: string,
  object: JsonObject,
  requests: readonly RandomRequest[],
): Promise<readonly JudgedRequest[]> {
  const item = `${collection}/${textAt(object, 'metadata', 'name')}`;
  const changes = requests.filter(({ way }) => way !== 'create');
  const created = await askTogether(
    requests.filter(({ way }) => way === 'create'),
    ({ edits }) => ask('POST', `${collection}${DRY}`, edited(withPlaces(object, edits), edits)),
  );
  const changed = changes.length === 0 ? [] : await whileStored(ask, { collection, item, object }, changes);
  const answers = [...created, ...changed];
  return requests.map((request, index) => ({ request, answer: plainAnswer(request, answers[index]) }));
}

interface Stored {
  readonly collection: string;
  readonly item: string;
  readonly object: JsonObject;
}

async function whileStored(
  ask: AskServer,
  { collection, item, object }: Stored,
  requests: readonly RandomRequest[],
): Promise<readonly Answered[]> {
  const made = await ask('POST', collection, JSON.stringify(object));
  if (made.status !== 201 && made.status !== 409) throw new Error(`${item} can't be made: ${made.body}`);
  try {
    return await askTogether(requests, (request) => sendChange(ask, item, request));
  } finally {
    if (made.status === 201) await removeObject(ask, item);
  }
}

/** Controllers write too: what is refused for an old version is sent again. */
async function sendChange(ask: AskServer, item: string, { way, edits }: RandomRequest): Promise<Answered> {
  if (way === 'merge') return await ask('PATCH', `${item}${DRY}`, edited({}, edits));
  const place = way === 'update' ? item : `${item}/${way}`;
  for (let tries = 0; ; tries += 1) {
    const read = parsed((await ask('GET', way === 'scale' ? place : item, '')).body);
    const { status, ...rest } = isObject(read) ? read : {};
    const base = withPlaces(way === 'scale' && status !== undefined ? { ...rest, status } : rest, edits);
    const answer = await ask('PUT', `${place}${DRY}`, edited(base, edits));
    if (answer.status !== 409 || tries > 2) return answer;
  }
}

function withPlaces(object: JsonObject, edits: readonly Edit[]): JsonObject {
  return edits.reduce(withPlacesOf, object);
}

function plainAnswer({ way }: RandomRequest, answered: Answered | undefined): Json {
  if (answered === undefined) return null;
  const { status, warnings, body } = answered;
  const read = parsed(body);
  if (status >= 300) {
    const refusal = answerOf(status, read, warnings);
    const told = ['name', 'group', 'kind'].map((name) => plainText(textAt(read, 'details', name) ?? ''));
    return { ...refusal, warnings: refusal.warnings.map(plainText), of: told } as Json;
  }
  const stored = isObject(read) ? plainObject(read, way) : read;
  return { code: status, warnings: warnings.map(plainText), stored };
}

function plainObject({ status, ...object }: JsonObject, way: string): Json {
  // How many there are now is a controller's to say.
  const judged = way === 'scale' && isObject(status) ? { ...status, replicas: 0 } : status;
  const kept = way === 'update' || way === 'merge' || judged === undefined ? object : { ...object, status: judged };
  const { metadata, spec, ...rest } = kept as JsonObject;
  const withoutOwners = way === 'status' && STATUS_BY_CONTROLLERS.has(String(object['kind']));
  const shown = {
    ...rest,
    ...(isObject(metadata) && {
      metadata: withoutOwners ? { ...plainMetadata(metadata), managedFields: [] } : plainMetadata(metadata),
    }),
    ...(isObject(spec) && { spec: plainSpec(spec, way) }),
  };
  const text = plainText(JSON.stringify(ordered(shown))).replace(
    /"(nodePort|healthCheckNodePort)":3[012]\d{3}/g,
    '"$1":"NODE_PORT"',
  );
  return JSON.parse(text) as Json;
}

function plainMetadata(metadata: JsonObject): JsonObject {
  const { resourceVersion: _, uid: __, creationTimestamp: ___, generation: ____, ...rest } = metadata;
  const { managedFields, annotations, finalizers, ...kept } = rest;
  const owners = isList(managedFields) ? managedFields.filter((one) => memberAt(one, 'manager') === 'probe') : [];
  const notes = Object.entries(isObject(annotations) ? annotations : {}).filter(([key]) => !CONTROLLERS.includes(key));
  const last = isList(finalizers) ? finalizers.filter((one) => !FINALIZERS.test(String(one))) : [];
  // What a server adds to a prefix is chance.
  const named = typeof kept['generateName'] === 'string' && { name: `${kept['generateName']}RANDOM` };
  return {
    ...kept,
    ...named,
    managedFields: owners.map((one) => ({ ...(one as JsonObject), time: 'TIME' })),
    annotations: Object.fromEntries(notes),
    finalizers: last,
  };
}

/** Binders, schedulers and those who taint nodes decide some of it. */
function plainSpec({ uid: _, ...spec }: JsonObject, way: string): JsonObject {
  if (way === 'create') return spec;
  const { nodeName: __, volumeName: ___, claimRef: ____, taints: _____, ...kept } = spec;
  return kept;
}

/** The same with the members of all objects in one order. */
export function ordered(value: Json): Json {
  if (isList(value)) return value.map(ordered);
  if (!isObject(value)) return value;
  const names = Object.keys(value).toSorted();
  return Object.fromEntries(names.map((name) => [name, ordered(value[name] ?? null)]));
}
