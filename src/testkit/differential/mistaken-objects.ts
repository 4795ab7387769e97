/** Objects with one mistake each, sent to API servers as new ones and as changes: what each server answers. */
import { readFileSync } from 'node:fs';
import { isList, isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { absentMembers } from './absent-members.ts';
import { type Answer, answerOf, parsed } from './answer.ts';
import { type Edit, edited } from './edit.ts';
import { mistakesOf } from './mistakes.ts';
import { collectionOf } from './object-places.ts';

/** Sends one request as the administrator; dry runs may be sent side by side. */
export type AskServer = (method: string, url: string, body: string) => Answered | Promise<Answered>;

export interface Answered {
  readonly status: number;
  readonly body: string;
  readonly warnings: readonly string[];
}

export interface Mistake {
  readonly way: 'create' | 'update';
  readonly edit: Edit;
}

const OBJECTS = new URL('../../kubelite/testdata/valid-objects.yaml', import.meta.url);
const NAMESPACE = 'probe';
const CUSTOM = {
  Box: { plural: 'boxes', namespaced: true },
  Hook: { plural: 'hooks', namespaced: false },
};
/** Kinds that would change how a server answers everything after them. */
const NEVER_MADE = new Set(['APIService', 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']);
const SIDE_BY_SIDE = 6;

/** Objects that every server takes, one of each kind and some more. */
export function validObjects(): readonly JsonObject[] {
  const documents = readFileSync(OBJECTS, 'utf8').split(/^---$/m);
  return documents.map((text): Json => readYaml(text)).filter((one) => isObject(one) && 'kind' in one) as JsonObject[];
}

/** How tests call an object. */
export function labelOf(object: JsonObject): string {
  return `${object['kind']} ${textAt(object, 'metadata', 'name') ?? ''}`;
}

/** Every `step`th mistake of an object, as creation and as change. */
export function someMistakes(object: JsonObject, step: number): readonly Mistake[] {
  const edits = [...mistakesOf(object), ...absentMembers(object)].filter((_, index) => index % step === 0);
  const changes = NEVER_MADE.has(String(object['kind'])) ? [] : edits.filter(({ path }) => !isOfIdentity(path));
  return [
    ...edits.map((edit): Mistake => ({ way: 'create', edit })),
    ...changes.map((edit): Mistake => ({ way: 'update', edit })),
  ];
}

function isOfIdentity(path: string): boolean {
  return /^\/(apiVersion|kind|status|metadata\/(name|namespace|generateName|uid|resourceVersion)$)/.test(path);
}

/** Makes what the objects need: a namespace with its account, and the definitions of their kinds. */
export async function prepareServer(ask: AskServer): Promise<void> {
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
  const definitions = validObjects().filter(
    (one) =>
      one['kind'] === 'CustomResourceDefinition' && textAt(one, 'metadata', 'name')?.startsWith('boxes') === true,
  );
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } };
  for (const object of [namespace, account, ...definitions]) await ask('POST', placeOf(object), JSON.stringify(object));
  const boxes = placeOf({ apiVersion: 'probe.example/v1', kind: 'Box' });
  for (let tries = 0; tries < 100 && (await ask('GET', boxes, '')).status === 404; tries += 1) await pause();
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}

function placeOf(object: JsonObject): string {
  return collectionOf(object, NAMESPACE, CUSTOM);
}

/** What a server answers to each mistake, in their order. */
export async function answersTo(
  ask: AskServer,
  object: JsonObject,
  mistakes: readonly Mistake[],
): Promise<readonly Answer[]> {
  const creates = mistakes.filter(({ way }) => way === 'create');
  const made = await askTogether(creates, ({ edit }) => ask('POST', asDryRun(placeOf(object)), edited(object, [edit])));
  const updates = mistakes.filter(({ way }) => way === 'update');
  const changed = updates.length === 0 ? [] : await answersToChanges(ask, object, updates);
  return [...made, ...changed].map(({ status, body, warnings }) =>
    answerOf(status, status < 300 ? undefined : parsed(body), warnings),
  );
}

async function answersToChanges(
  ask: AskServer,
  object: JsonObject,
  mistakes: readonly Mistake[],
): Promise<readonly Answered[]> {
  const place = placeOf(object);
  const url = `${place}/${textAt(object, 'metadata', 'name')}`;
  await ask('POST', place, JSON.stringify(object));
  try {
    return await askTogether(mistakes, ({ edit }) => changeOf(ask, url, edit));
  } finally {
    if (textAt(object, 'metadata', 'name')?.startsWith('boxes') !== true) await removeObject(ask, url);
  }
}

/** Deletes an object, whatever holds it. */
export async function removeObject(ask: AskServer, url: string): Promise<void> {
  await ask('DELETE', `${url}?gracePeriodSeconds=0&propagationPolicy=Background`, '');
  const left = (await ask('GET', url, '')).status === 200;
  if (left) await ask('PATCH', url, JSON.stringify({ metadata: { finalizers: null } }));
}

/** Controllers write too: what is refused for an old version is sent again. */
async function changeOf(ask: AskServer, url: string, edit: Edit): Promise<Answered> {
  for (let tries = 0; ; tries += 1) {
    const { body } = await ask('GET', url, '');
    const { status: _, ...now } = parsed(body) as JsonObject;
    const answer = await ask('PUT', asDryRun(url), edited(withPlacesOf(now, edit), [edit]));
    if (answer.status !== 409 || tries > 2) return answer;
  }
}

/** Places that a server left out, since the object has nothing there, are there for the mistake. */
export function withPlacesOf(object: JsonObject, { path }: Edit): JsonObject {
  const steps = path.split('/').slice(1, -1);
  const fill = (node: Json, rest: readonly string[]): Json => {
    const [name, ...more] = rest;
    if (name === undefined || isList(node) || !isObject(node)) return node;
    const key = name.replaceAll('~1', '/').replaceAll('~0', '~');
    return { ...node, [key]: fill(node[key] ?? {}, more) };
  };
  return fill(object, steps) as JsonObject;
}

function asDryRun(url: string): string {
  return `${url}?dryRun=All&fieldManager=probe&fieldValidation=Strict`;
}

/** Some at a time; answers stand in the order of the items. */
export async function askTogether<T>(
  items: readonly T[],
  work: (item: T) => Answered | Promise<Answered>,
): Promise<readonly Answered[]> {
  const results: Answered[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const at = next;
      next += 1;
      results[at] = await work(items[at] as T);
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  return results;
}
