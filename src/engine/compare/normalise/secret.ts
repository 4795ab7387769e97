import { Buffer } from 'node:buffer';
import { isObject, type Json } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';

/** A Secret as the server keeps it: `stringData` is moved into `data`, where it wins; line breaks in base64 do not count. */
export function normaliseSecret(secret: KubeObject): KubeObject {
  const { stringData, ...rest } = secret;
  if (!isObject(stringData)) return withoutLineBreaks(secret);
  const data: Record<string, Json> = {};
  for (const [key, value] of Object.entries(isObject(rest['data']) ? rest['data'] : {})) {
    if (value !== undefined) data[key] = unbroken(value);
  }
  for (const [key, value] of Object.entries(stringData)) {
    if (typeof value === 'string') data[key] = Buffer.from(value, 'utf8').toString('base64');
  }
  return Object.keys(data).length === 0 ? rest : { ...rest, data };
}

function withoutLineBreaks(secret: KubeObject): KubeObject {
  const { data } = secret;
  if (!isObject(data) || !Object.values(data).some((value) => value !== unbroken(value))) return secret;
  const entries = Object.entries(data).map(([key, value]): [string, Json | undefined] => [key, unbroken(value)]);
  return { ...secret, data: Object.fromEntries(entries) };
}

/** As Go reads base64: whatever lines it is broken into. */
function unbroken<T extends Json | undefined>(value: T): T | string {
  return typeof value === 'string' ? value.replace(/[\r\n]/g, '') : value;
}
