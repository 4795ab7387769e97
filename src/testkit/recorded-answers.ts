/** Sends recorded creates and updates to an API and puts both answers side by side. */
import { isList, isObject, type Json, type JsonObject, memberAt } from '../base/json-value.ts';
import { BUILTIN_RESOURCES } from '../kube/builtin/resources.ts';
import { type Answer, answerOf, parsed } from './differential/answer.ts';
import { type Edit, edited } from './differential/edit.ts';
import { kubeFacts } from './kube-facts.ts';

interface RecordedCase {
  readonly name?: string;
  readonly edits: readonly Edit[];
  readonly code: number;
  readonly status?: Json;
  readonly warnings?: readonly string[];
  readonly fieldValidation?: string;
  readonly subresource?: string;
  readonly real?: boolean;
}

interface RecordedAnswers {
  readonly create: readonly (RecordedCase & { readonly base: string })[];
  readonly update: readonly {
    readonly base: string;
    readonly stored: JsonObject;
    readonly cases: readonly RecordedCase[];
  }[];
}

export interface Compared {
  /** Names the case in the list of accepted differences. */
  readonly id: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly recorded: Answer;
  readonly ours: Answer;
}

/** Sends one request with a JSON body as the administrator, all refusals answered. */
export type Ask = (method: string, url: string, body: string) => { status: number; body: string; warnings: string[] };

const bases = new Map(
  ((kubeFacts('defaults') ?? []) as readonly { case: string; request: JsonObject }[]).map((one) => [
    one.case,
    one.request,
  ]),
);
const recorded = kubeFacts('validation') as RecordedAnswers | undefined;

/** Whether the recording is there. */
export const HAS_RECORDED_ANSWERS = recorded !== undefined;

/** All recorded creates, each sent as a dry run. */
export function compareCreates(ask: Ask): readonly Compared[] {
  return (recorded?.create ?? []).map((one) => {
    const base = bases.get(one.base) ?? {};
    const url = `${collectionOf(base)}?${queryOf(one)}`;
    const answer = ask('POST', url, edited(base, one.edits));
    // What was made in earnest makes room for the next of its name.
    if (one.real && answer.status === 201)
      ask('DELETE', `${collectionOf(base)}/${String(metadataOf(base)['name'])}`, '');
    return compare(answer, one, base, one.base);
  });
}

/** All recorded updates: each object is created in earnest, changed as a dry run, and deleted. */
export function compareUpdates(ask: Ask): readonly Compared[] {
  return (recorded?.update ?? []).flatMap(({ base, stored, cases }) => {
    const [collection, name] = [collectionOf(stored), metadataOf(stored)['name']];
    const created = ask('POST', collection, JSON.stringify(creatable(stored)));
    if (created.status !== 201 && created.status !== 409) throw new Error(`${base}: ${created.body}`);
    const url = `${collection}/${encodeURIComponent(String(name))}`;
    withStatus(ask, url, statusOf(creatable(stored)));
    const compared = cases.map((one) => {
      const place = one.subresource === undefined ? url : `${url}/${one.subresource}`;
      const now = JSON.parse(ask('GET', place, '').body) as JsonObject;
      const body = edited(now, withValues(one.edits, now));
      return compare(ask('PUT', `${place}?${queryOf(one)}`, body), one, stored, base);
    });
    const free = JSON.stringify({ metadata: { finalizers: null } });
    ask('DELETE', `${url}?gracePeriodSeconds=0&propagationPolicy=Background`, '');
    ask('PATCH', url, free);
    return compared;
  });
}

/** What controllers had told of the object when it was recorded, which is left out there and matters to answers. */
function statusOf(stored: JsonObject): JsonObject | undefined {
  const spec = isObject(stored['spec']) ? stored['spec'] : {};
  if (stored['kind'] === 'PersistentVolumeClaim' && String(spec['volumeName']).startsWith('pvc-')) {
    return { phase: 'Bound', capacity: memberAt(spec, 'resources', 'requests') ?? {} };
  }
  if (stored['kind'] === 'Deployment') {
    const replicas = spec['replicas'] ?? 1;
    return { replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas };
  }
  if (stored['kind'] !== 'Pod' || spec['nodeName'] === undefined) return undefined;
  const containers = isList(spec['containers']) ? spec['containers'].filter(isObject) : [];
  const running = (one: JsonObject): JsonObject => ({
    name: one['name'] ?? '',
    image: one['image'] ?? '',
    imageID: '',
    ready: true,
    restartCount: 0,
    state: { running: {} },
  });
  return { phase: 'Running', containerStatuses: containers.map(running) };
}

function withStatus(ask: Ask, url: string, status: JsonObject | undefined): void {
  if (status === undefined) return;
  const now = JSON.parse(ask('GET', url, '').body) as JsonObject;
  ask(
    'PUT',
    `${url}/status`,
    JSON.stringify({ ...now, status: { ...(isObject(now['status']) ? now['status'] : {}), ...status } }),
  );
}

/** Edits with what this run has where the recording has words. */
function withValues(edits: readonly Edit[], now: JsonObject): readonly Edit[] {
  const spec = isObject(now['spec']) ? now['spec'] : {};
  const text = JSON.stringify(edits)
    .replaceAll('"NODE_PORT"', '30999')
    .replaceAll('CLUSTER_IP', String(spec['clusterIP'] ?? ''))
    .replaceAll('kube-api-access-RANDOM', 'kube-api-access-abcde')
    .replace(/(?<=":"|^")UID(?=x")/g, String(metadataOf(now)['uid'] ?? ''));
  return JSON.parse(text) as readonly Edit[];
}

function queryOf({ fieldValidation = 'Strict', real }: RecordedCase): string {
  return `${real ? '' : 'dryRun=All&'}fieldManager=facts&fieldValidation=${fieldValidation}`;
}

function metadataOf(object: JsonObject): JsonObject {
  return isObject(object['metadata']) ? object['metadata'] : {};
}

function collectionOf(object: JsonObject): string {
  const [apiVersion, kind] = [String(object['apiVersion']), String(object['kind'])];
  const found = BUILTIN_RESOURCES.find((entry) => entry.apiVersion === apiVersion && entry.resource.kind === kind);
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const namespace = metadataOf(object)['namespace'] ?? 'facts';
  const place = found?.resource.namespaced === false ? '' : `/namespaces/${namespace}`;
  return `${root}${place}/${found?.resource.name ?? `${kind.toLowerCase()}s`}`;
}

/** The stored object as its creation: words that stand for what differs between runs get values. */
function creatable(stored: JsonObject): JsonObject {
  const { uid: _, resourceVersion: __, creationTimestamp: ___, generation: ____, ...metadata } = metadataOf(stored);
  const text = JSON.stringify({ ...stored, metadata })
    .replaceAll('"TIME"', '"2001-01-01T00:00:00Z"')
    .replaceAll('"NODE_PORT"', '0')
    .replaceAll(/,?"clusterIPs?":(\["CLUSTER_IP"\]|"CLUSTER_IP")/g, '')
    .replaceAll(/,?"(?:batch\.kubernetes\.io\/)?controller-uid":"UID"/g, '')
    .replaceAll('{,', '{')
    .replaceAll(/(?<="(?:token|ca\.crt)":)"SECRET"/g, '"c2VjcmV0"')
    .replaceAll('RANDOM', 'abcde');
  return JSON.parse(text) as JsonObject;
}

function compare(
  answer: { status: number; body: string; warnings: string[] },
  one: RecordedCase,
  base: JsonObject,
  name: string,
): Compared {
  const how = [one.subresource, one.fieldValidation].filter((text) => text !== undefined).map((text) => ` ${text}`);
  return {
    id: `${name}${how.join('')}: ${JSON.stringify(one.edits)}`,
    apiVersion: String(base['apiVersion']),
    kind: String(base['kind']),
    recorded: answerOf(one.code, one.status, one.warnings ?? []),
    ours: answerOf(answer.status, answer.status < 300 ? undefined : parsed(answer.body), answer.warnings),
  };
}
