import { Buffer } from 'node:buffer';
import { isObject, type Json } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';

/** A Secret as the server keeps it: `stringData` is moved into `data`, where it wins. */
export function normaliseSecret(secret: KubeObject): KubeObject {
  const { stringData, ...rest } = secret;
  if (!isObject(stringData)) return secret;
  const data: Record<string, Json> = {};
  for (const [key, value] of Object.entries(isObject(rest['data']) ? rest['data'] : {})) {
    if (value !== undefined) data[key] = value;
  }
  for (const [key, value] of Object.entries(stringData)) {
    if (typeof value === 'string') data[key] = Buffer.from(value, 'utf8').toString('base64');
  }
  return Object.keys(data).length === 0 ? rest : { ...rest, data };
}
