/** Reads the `data` of Secrets and ConfigMaps. Pure. */
import { isObject } from '../../base/json-value.ts';
import { Secret } from '../../base/secret.ts';
import type { KubeObject } from './kube-object.ts';

/** The texts under a ConfigMap's `data`. */
export function mapData(object: KubeObject | undefined): Readonly<Record<string, string>> {
  const data = object?.['data'];
  if (!isObject(data)) return {};
  return Object.fromEntries(
    Object.entries(data).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The decoded values under a Secret's `data`. Values that are no base64 text are left out. */
export function secretData(object: KubeObject | undefined): ReadonlyMap<string, Secret> {
  const data = Object.entries(mapData(object));
  return new Map(data.map(([key, value]) => [key, new Secret(Buffer.from(value, 'base64').toString('utf8'))]));
}

/** The plain text of a value that is no secret, e.g. a URL; empty where there is none. */
export function plainText(data: ReadonlyMap<string, Secret>, key: string): string {
  return data.get(key)?.reveal().trim() ?? '';
}

/** True for `true`, as Go's `strconv.ParseBool` reads it. */
export function plainFlag(data: ReadonlyMap<string, Secret>, key: string): boolean {
  return ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(plainText(data, key));
}
