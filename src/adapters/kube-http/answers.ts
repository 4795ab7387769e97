/** Parses what an API server answers with; the edge where JSON becomes Kubernetes objects. */

import type { AppError } from '../../base/errors.ts';
import { tryParseJson } from '../../base/json/parse.ts';
import { isList, isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ListPage, WatchEvent } from '../../ports/kube.ts';
import type { Answer } from './ask.ts';
import { bodyText } from './body-text.ts';
import type { KnownTexts } from './known-texts.ts';
import { errorOfStatus, kubeError } from './status-error.ts';
import type { WireAnswer } from './wire.ts';

/** The JSON object of a body. Throws `kube.server-error` where it is none, as when a proxy answers with a page. */
export async function readObject({ body }: WireAnswer, request: string): Promise<JsonObject> {
  return objectOr(tryParseJson(await bodyText(body)), request);
}

/** The same of one object that watches tell of, too: what is known of its text serves. */
export async function readKnownObject({ body, known }: Answer, request: string): Promise<JsonObject> {
  const text = await bodyText(body);
  return objectOr(known.parse(text.endsWith('\n') ? text.slice(0, -1) : text), request);
}

function objectOr(value: Json | undefined, request: string): JsonObject {
  if (value === undefined) throw notJson(request);
  if (!isObject(value)) throw kubeError('kube.server-error', `${request}: the answer is not a JSON object`);
  return value;
}

/** The body as JSON where it is JSON, for refusing answers that may be plain text. */
export async function readAnything(answer: WireAnswer): Promise<Json | undefined> {
  return tryParseJson(await bodyText(answer.body));
}

/** Throws `kube.server-error` where the value lacks what every object has. */
export function kubeObject(value: Json | undefined, request: string): KubeObject {
  if (isObject(value) && typeof value['apiVersion'] === 'string' && typeof value['kind'] === 'string') {
    if (isObject(value['metadata'])) return value as KubeObject;
  }
  throw kubeError('kube.server-error', `${request}: the answer is not a Kubernetes object`);
}

/** A list's page. Items of built-in lists have no apiVersion and kind; they get the list's. */
export function listPage(list: JsonObject, request: string): ListPage {
  const apiVersion = textAt(list, 'apiVersion') ?? '';
  const kind = (textAt(list, 'kind') ?? '').replace(/List$/, '');
  const items = list['items'];
  if (!isList(items) && items !== null && items !== undefined) {
    throw kubeError('kube.server-error', `${request}: the answer is not a list`);
  }
  return {
    items: (items ?? []).map((item) => kubeObject(isObject(item) ? { apiVersion, kind, ...item } : item, request)),
    resourceVersion: textAt(list, 'metadata', 'resourceVersion') ?? '',
    continue: textAt(list, 'metadata', 'continue') ?? '',
  };
}

/** How the line of a change begins; the object and a brace follow. */
const MODIFIED = '{"type":"MODIFIED","object":';

/** One line of a watch. Throws the fault that an ERROR event tells, `kube.gone` among them. */
export function watchEvent(line: string, request: string, known: KnownTexts): WatchEvent {
  if (line.startsWith(MODIFIED) && line.endsWith('}')) {
    const changed = known.parse(line.slice(MODIFIED.length, -1));
    if (changed !== undefined) return { type: 'MODIFIED', object: kubeObject(changed, request) };
  }
  const event = tryParseJson(line);
  if (event === undefined) throw notJson(request);
  const type = textAt(event, 'type');
  const object = isObject(event) ? event['object'] : undefined;
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type, object: kubeObject(object, request) };
    case 'BOOKMARK':
      return { type, resourceVersion: textAt(object, 'metadata', 'resourceVersion') ?? '' };
    default: {
      const status = isObject(object) ? object : {};
      const code = status['code'];
      throw errorOfStatus(status, typeof code === 'number' ? code : 500, request);
    }
  }
}

/** The parser's own words repeat a piece of the text, which can be a Secret's. */
function notJson(request: string): AppError {
  return kubeError('kube.server-error', `${request}: the answer is not JSON`);
}
