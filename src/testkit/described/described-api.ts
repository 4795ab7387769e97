/** What an API server says of itself to machines: discovery to the byte, OpenAPI without the prose. */
import { isList, isObject, type Json, type JsonObject, memberAt } from '../../base/json-value.ts';
import type { TalkTarget } from '../conversation/talk.ts';

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
/** Below these keys members have any names, `description` among them. */
const NAMING: ReadonlySet<string> = new Set([
  ...['properties', 'patternProperties', 'definitions', 'schemas', 'paths', 'content', 'responses', 'parameters'],
]);

/** By path: the text of discovery answers, and the content of OpenAPI documents. `/api` tells an address and is left out. */
export async function describedApi(target: Pick<TalkTarget, 'send'>): Promise<Readonly<Record<string, Json>>> {
  const read = async (url: string, accept = 'application/json'): Promise<string> => {
    const { body } = await target.send({ method: 'GET', url, headers: { accept }, body: Buffer.from('') });
    return body.toString();
  };
  const groups = await read('/apis');
  const paths = [...groups.matchAll(/"(?:name|groupVersion)":"([^"]+)"/g)].map(([, name]) => `/apis/${name}`);
  const described: Record<string, Json> = { '/apis': groups };
  for (const path of ['/api/v1', ...new Set(paths)]) described[path] = await read(path);
  for (const path of ['/api', '/apis']) described[`${path} aggregated`] = await read(path, AGGREGATED);
  const index = JSON.parse(await read('/openapi/v3')) as { readonly paths: JsonObject };
  described['/openapi/v3'] = Object.keys(index.paths);
  for (const name of Object.keys(index.paths)) {
    described[`/openapi/v3/${name}`] = withoutProse(JSON.parse(await read(`/openapi/v3/${name}`)) as Json);
  }
  described['/openapi/v2'] = withoutReferences(withoutProse(JSON.parse(await read('/openapi/v2')) as Json));
  return described;
}

/** Descriptions are for people. */
function withoutProse(value: Json, naming = false): Json {
  if (isList(value)) return value.map((item) => withoutProse(item));
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([name, member]) => {
    return naming || name !== 'description' || typeof member !== 'string';
  });
  return Object.fromEntries(
    members.map(([name, member]) => [name, withoutProse(member ?? null, !naming && NAMING.has(name))]),
  );
}

/** Shared parameters of v2 are named by a hash of their prose: they are put where they are referred to. */
function withoutReferences(document: Json): Json {
  const resolved = (value: Json): Json => {
    if (isList(value)) return value.map(resolved);
    if (!isObject(value)) return value;
    const [, name] = /^#\/parameters\/(.*)$/.exec(String(value['$ref'])) ?? [];
    if (name !== undefined) return memberAt(document, 'parameters', name) ?? null;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolved(member ?? null)]));
  };
  if (!isObject(document)) return document;
  const { parameters: _, ...rest } = document;
  return resolved(rest);
}
