/** Makes random bounds of a namespace and objects in it: what is stored or why not, and what the quotas say in the end. */
import { isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { answerOf, parsed } from './answer.ts';
import { ordered } from './judge-requests.ts';
import type { Answered, AskServer } from './mistaken-objects.ts';
import { collectionOf } from './object-places.ts';
import type { RandomLimits } from './random-limits.ts';

export interface JudgedLimits {
  /** Of the bounds, then of the objects; then of every second object that was made when it is gone. */
  readonly answers: readonly Json[];
  /** By the names of quotas, once objects are counted. */
  readonly quotas: Readonly<Record<string, Json>>;
}

const PAUSE = 50;
const TRIES = 100;
/** Controllers of a real server count what is gone a moment later. */
const STEADY = 6;

/** Needs a cluster whose controllers run. */
export async function judgeLimits(ask: AskServer, { namespace, bounds, objects }: RandomLimits): Promise<JudgedLimits> {
  const place = (object: JsonObject): string => collectionOf(object, namespace);
  const post = (object: JsonObject) => ask('POST', place(object), JSON.stringify(object));
  await post({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  await until(
    async () => (await ask('GET', `/api/v1/namespaces/${namespace}/serviceaccounts/default`, '')).status === 200,
  );
  await until(
    async () => (await ask('GET', `/api/v1/namespaces/${namespace}/configmaps/kube-root-ca.crt`, '')).status === 200,
  );
  const answers: Json[] = [];
  for (const bound of bounds) answers.push(plain(await post(bound)));
  await until(async () => (await quotasOf(ask, namespace)).every(isCounted));
  await pause(PAUSE);
  for (const object of objects) answers.push(plain(await post(object)));
  for (const object of objects.filter((_, index) => index % 2 === 0)) {
    await ask('DELETE', `${place(object)}/${textAt(object, 'metadata', 'name')}?gracePeriodSeconds=0`, '');
  }
  return { answers, quotas: await steadyQuotas(ask, namespace) };
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < TRIES && !(await done()); tries += 1) await pause(PAUSE);
}

function pause(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}

async function quotasOf(ask: AskServer, namespace: string): Promise<readonly Json[]> {
  const list = parsed((await ask('GET', `/api/v1/namespaces/${namespace}/resourcequotas`, '')).body);
  const items = memberAt(list, 'items');
  return Array.isArray(items) ? items : [];
}

function isCounted(quota: Json): boolean {
  const [hard, used] = [memberAt(quota, 'spec', 'hard') ?? {}, memberAt(quota, 'status', 'used') ?? {}];
  return isObject(hard) && isObject(used) && Object.keys(hard).every((name) => Object.hasOwn(used, name));
}

/** What they say once it stays the same. */
async function steadyQuotas(ask: AskServer, namespace: string): Promise<Readonly<Record<string, Json>>> {
  let [last, same] = ['', 0];
  let quotas: readonly Json[] = [];
  for (let tries = 0; tries < TRIES && same < STEADY; tries += 1) {
    quotas = await quotasOf(ask, namespace);
    const now = JSON.stringify(quotas.map((quota) => memberAt(quota, 'status') ?? null));
    same = now === last ? same + 1 : 0;
    last = now;
    await pause(PAUSE);
  }
  return Object.fromEntries(
    quotas.map((quota) => [textAt(quota, 'metadata', 'name') ?? '', ordered(memberAt(quota, 'status') ?? null)]),
  );
}

/** Of several reasons of a LimitRange none is the first; of a pod it is told what its containers get. */
function plain({ status, body, warnings }: Answered): Json {
  const read = parsed(body);
  if (status >= 300) {
    const refusal = answerOf(status, read, warnings);
    // Amounts are looked at in the order of a map.
    const causes = refusal.causes.toSorted();
    return { ...refusal, causes, message: causes.length > 1 ? '' : sortedReasons(refusal.message) } as Json;
  }
  const told = textAt(read, 'metadata', 'annotations', 'kubernetes.io/limit-ranger') ?? null;
  const containers = [memberAt(read, 'spec', 'containers'), memberAt(read, 'spec', 'initContainers')];
  const got = containers.map((list) =>
    Array.isArray(list) ? list.map((one) => memberAt(one, 'resources') ?? null) : null,
  );
  return ordered({
    code: status,
    told,
    got,
    pod: memberAt(read, 'spec', 'resources') ?? null,
    qos: textAt(read, 'status', 'qosClass') ?? null,
  });
}

function sortedReasons(message: string): string {
  const list = /^(.* is forbidden: )\[(.*)\]$/.exec(message);
  return list === null
    ? message
    : `${list[1]}[${(list[2] ?? '')
        .split(/, (?=(?:minimum|maximum|\S+ max) )/)
        .toSorted()
        .join(', ')}]`;
}
