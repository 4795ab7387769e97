/** Every object of every kind that a cluster holds, whole, in a form in which two clusters can be compared. */
import { isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { TalkTarget } from './talk.ts';

interface Listed {
  readonly name: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

/** In the order of their paths and names. Reads discovery, then a list of each resource in its preferred version. */
export async function clusterContent(target: Pick<TalkTarget, 'send'>): Promise<readonly JsonObject[]> {
  const read = async (url: string): Promise<JsonObject> => {
    const { body } = await target.send({ method: 'GET', url, headers: {}, body: Buffer.from('') });
    return JSON.parse(body.toString()) as JsonObject;
  };
  const { groups } = (await read('/apis')) as unknown as {
    readonly groups: readonly { readonly preferredVersion: { readonly groupVersion: string } }[];
  };
  const roots = ['/api/v1', ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`)];
  const objects: JsonObject[] = [];
  for (const root of roots.sort()) {
    const { resources } = (await read(root)) as unknown as { readonly resources: readonly Listed[] };
    for (const { name, kind, verbs } of resources.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
      if (name.includes('/') || !verbs.includes('list') || NOT_STORED.has(kind)) continue;
      const { items } = (await read(`${root}/${name}`)) as unknown as { readonly items: readonly JsonObject[] };
      objects.push(...items.map((item) => comparable({ at: `${root}/${name}`, ...item })));
    }
  }
  return objects;
}

/** Component statuses are asked of programs that a server in one process has not; events tell of chance. */
const NOT_STORED: ReadonlySet<string> = new Set(['ComponentStatus', 'Event']);

const CHANGING: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\d[T_ ][\d:.]+Z?/g, 'TIME'],
  [/\d{4}-\d\d-\d\d(?=")/g, 'DAY'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID'],
  [/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs, 'CERTIFICATE'],
  [/"resourceVersion":"\d+"/g, '"resourceVersion":"VERSION"'],
  // The port that the server listens on.
  [/"(port|targetPort)":\d{4,}/g, '"$1":"PORT"'],
  [/"10\.1\.\d+\.\d+"/g, '"NODE_IP"'],
];

function comparable(object: JsonObject): JsonObject {
  const { metadata, ...rest } = object;
  const { managedFields: _, ...kept } = isObject(metadata) ? metadata : {};
  let text = JSON.stringify({ ...rest, metadata: kept });
  for (const [pattern, word] of CHANGING) text = text.replace(pattern, word);
  return sortedMembers(JSON.parse(text) as Json) as JsonObject;
}

function sortedMembers(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortedMembers);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, sortedMembers(member ?? null)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
