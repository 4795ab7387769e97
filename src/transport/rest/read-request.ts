/**
 * Puts a request message together from the fields of the path, the query and the body, and turns query text into what the
 * field table says. Unknown query parameters are ignored, as the gateway does.
 */
import type { Method } from '../../api/methods/method.ts';
import { decode } from '../../api/schema/decode.ts';
import type { AnyStruct, Shape } from '../../api/schema/field.ts';
import { AppError } from '../../base/errors.ts';
import { isObject, type Json, type JsonObject } from '../../base/json-value.ts';

export interface RequestParts {
  readonly fields: ReadonlyMap<string, string>;
  readonly query: URLSearchParams;
  /** Parsed body; undefined where there is none. */
  readonly body: Json | undefined;
}

/**
 * Throws `api.bad-request` or `api.invalid-field` (user) naming what is wrong, and `api.required-field` where a field that must
 * be there is not (recordings 0b 17).
 */
export function readRequest(method: Method, { fields, query, body }: RequestParts): JsonObject {
  const fromBody = readBody(method, body);
  let request: JsonObject = {};
  for (const key of new Set(query.keys())) request = withParameter(method, request, { key, texts: query.getAll(key) });
  request = { ...request, ...fromBody };
  for (const [key, text] of fields) request = withParameter(method, request, { key, texts: [text] });
  if (body !== undefined) decode(method.request, request);
  checkRequired(method.request, request);
  return request;
}

interface Parameter {
  /** `field`, or `field.of.it`. */
  readonly key: string;
  readonly texts: readonly string[];
}

function withParameter({ request: message }: Method, request: JsonObject, { key, texts }: Parameter): JsonObject {
  return withMember(message, request, { key, texts, path: key.split('.') });
}

function withMember(
  message: AnyStruct,
  request: JsonObject,
  { key, texts, path: [first = '', ...inner] }: Parameter & { readonly path: readonly string[] },
): JsonObject {
  const shape = shapeOf(message, first);
  if (shape === undefined) return request;
  if (inner.length === 0) return { ...request, [first]: readParameter(key, texts, shape) };
  if (shape.kind !== 'struct') return request;
  const before = request[first] ?? null;
  const changed = withMember(shape.struct, isObject(before) ? before : {}, { key, texts, path: inner });
  return Object.keys(changed).length === 0 ? request : { ...request, [first]: changed };
}

/** The one with the highest number is named, as protobuf writes from the end. */
function checkRequired(message: AnyStruct, request: JsonObject): void {
  const missing = message.wire.findLast(({ key, field }) => field.rule === 'always' && request[key] === undefined);
  if (missing === undefined) return;
  const text = `grpc: error while marshaling: proto: required field "${missing.key}" not set`;
  throw new AppError({ code: 'api.required-field', kind: 'user', message: text });
}

function readBody({ body: place }: Method, body: Json | undefined): JsonObject {
  if (place === undefined || body === undefined) return {};
  if (place !== '*') return { [place]: body };
  if (isObject(body)) return body;
  throw badRequest('the body must be a JSON object');
}

function shapeOf(message: AnyStruct, key: string): Shape | undefined {
  return Object.hasOwn(message.fields, key) ? message.fields[key]?.shape : undefined;
}

function readParameter(key: string, texts: readonly string[], shape: Shape): Json {
  if (shape.kind === 'list') return texts.map((text) => readParameter(key, [text], shape.of));
  const text = texts.at(-1) ?? '';
  switch (shape.kind) {
    case 'flag':
      return readFlag(key, text);
    case 'int64':
    case 'int32':
      return readInteger(key, text);
    case 'text':
    case 'time':
      return text;
    default:
      throw badRequest(`parameter ${key} cannot stand in a query`);
  }
}

function readFlag(key: string, text: string): boolean {
  if (['true', '1', 't', 'T', 'TRUE', 'True'].includes(text)) return true;
  if (['false', '0', 'f', 'F', 'FALSE', 'False'].includes(text)) return false;
  throw badRequest(`parameter ${key}: "${text}" is neither true nor false`);
}

function readInteger(key: string, text: string): number {
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  throw badRequest(`parameter ${key}: "${text}" is no integer`);
}

function badRequest(message: string): AppError {
  return new AppError({ code: 'api.bad-request', kind: 'user', message });
}
