/** Where objects of a kind live in the API. */
import { isObject, type JsonObject } from '../../base/json-value.ts';
import { BUILTIN_RESOURCES } from '../../kube/builtin/resources.ts';

/** Plural and scope of custom kinds. */
export type CustomPlaces = Readonly<Record<string, { readonly plural: string; readonly namespaced: boolean }>>;

/** The path of the collection an object belongs to; `namespace` is that of objects that name none. */
export function collectionOf(object: JsonObject, namespace: string, custom: CustomPlaces = {}): string {
  const [apiVersion, kind] = [String(object['apiVersion']), String(object['kind'])];
  const found = BUILTIN_RESOURCES.find((entry) => entry.apiVersion === apiVersion && entry.resource.kind === kind);
  const own = Object.hasOwn(custom, kind) ? custom[kind] : undefined;
  const namespaced = found?.resource.namespaced ?? own?.namespaced ?? true;
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  const place = namespaced ? `/namespaces/${String(metadata['namespace'] ?? namespace)}` : '';
  return `${root}${place}/${found?.resource.name ?? own?.plural ?? `${kind.toLowerCase()}s`}`;
}
