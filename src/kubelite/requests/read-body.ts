/** Bodies of writes: JSON, YAML or protobuf, decoded into an object of the kind the path is about. */

import { AppError, messageOf } from '../../base/errors.ts';
import { goJsonError } from '../../base/json/go-json-error.ts';
import { parseJson } from '../../base/json/parse.ts';
import { isObject, type JsonObject } from '../../base/json-value.ts';
import { BUILTIN_RESOURCES, isBuiltinKind } from '../../kube/builtin/resources.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { decodeProtobufObject } from '../../kube/protobuf/decode-object.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { ApiFault } from '../status/api-fault.ts';
import { badRequest } from '../status/faults.ts';
import type { ApiRequest } from './api-request.ts';
import { sentType } from './sent-type.ts';

export interface ExpectedKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Custom kinds have to say what they are. */
  readonly custom: boolean;
}

/** The object of a body. Throws 400 where it does not decode or is of another kind, 415 for an unknown type. */
export function readObject(request: ApiRequest, expected: ExpectedKind): KubeObject {
  const value = readValue(request, expected.kind);
  if (value !== null && !isObject(value)) throw noObject(value, expected.kind, request.body);
  return asKind(value ?? {}, expected, request.body);
}

/** The value of a body, whatever it is. */
export function readValue(request: ApiRequest, kind: string): unknown {
  const type = sentType(request);
  if (type === 'application/vnd.kubernetes.protobuf') return readProtobuf(request, kind);
  const text = Buffer.from(request.body).toString();
  try {
    return type === 'application/yaml' ? readYaml(text) : parseJson(text);
  } catch (error) {
    const why = `${whyUnread(error, request.body, type)} (${excerpt(request.body)})`;
    throw badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why}`);
  }
}

/** Options of a deletion: what is wrong with them is told without their text. */
export function readOptions(request: ApiRequest): unknown {
  const type = sentType(request);
  if (type === 'application/vnd.kubernetes.protobuf') return readProtobuf(request, undefined);
  const text = Buffer.from(request.body).toString();
  try {
    const value = type === 'application/yaml' ? readYaml(text) : parseJson(text);
    const why = value === null ? undefined : isObject(value) ? whyUntyped(value) : whyNoObject(value);
    if (why === undefined) return value ?? {};
    throw badRequest(why);
  } catch (error) {
    throw error instanceof ApiFault ? error : badRequest(whyUnread(error, request.body, type));
  }
}

/** Without a kind the fault is told without the text. */
function readProtobuf(request: ApiRequest, kind: string | undefined): unknown {
  try {
    return decodeProtobufObject(request.body);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const why = whyNoProtobuf(request.body) ?? error.message;
    if (kind === undefined) throw badRequest(why);
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind}): ${why} (${excerpt(request.body)})`,
    );
  }
}

/** What has no more than the four bytes that begin every object has no body. */
function whyNoProtobuf(body: Uint8Array): string | undefined {
  if (body.length === 0) return 'empty data';
  return Buffer.from(body).toString('latin1') === 'k8s\0' ? 'empty body' : undefined;
}

function whyUnread(error: unknown, body: Uint8Array, type: string): string {
  if (type === 'application/yaml') return messageOf(error).replace(/^error converting YAML to JSON: /, '');
  const why = error instanceof AppError && error.code === 'json.invalid' ? goJsonError(body) : messageOf(error);
  return `couldn't get version/kind; json parse error: ${why}`;
}

const EXCERPT = 30;

/** The beginning of a body: as text where it looks like JSON, else in hexadecimal digits. Source: codec_factory's summarizeData. */
function excerpt(body: Uint8Array): string {
  if (body.length === 0) return '<empty>';
  const start = Buffer.from(body.subarray(0, EXCERPT));
  const text = body[0] === 0x7b ? start.toString() : start.toString('hex');
  return body.length > EXCERPT ? `${text} ...` : text;
}

/** Fills in the type where a built-in kind leaves it out, and refuses another one. */
function asKind(object: JsonObject, expected: ExpectedKind, body: Uint8Array): KubeObject {
  const wrong = whyUntyped(object);
  if (wrong !== undefined) {
    throw badRequest(
      `the object provided is unrecognized (must be of type ${expected.kind}): ${wrong} (${excerpt(body)})`,
    );
  }
  if (expected.custom) return asCustomKind(object, expected, body);
  const { metadata } = object;
  const apiVersion = versionIn(object) ?? expected.apiVersion;
  const kind = object['kind'] || expected.kind;
  if (kind !== expected.kind) throw otherKind(String(apiVersion), String(kind), expected);
  if (apiVersion !== expected.apiVersion) {
    if (!isBuiltinKind(String(apiVersion), expected.kind)) {
      throw otherKind(String(apiVersion), expected.kind, expected);
    }
    throw badRequest(
      `the API version in the data (${String(apiVersion)}) does not match the expected API version (${expected.apiVersion})`,
    );
  }
  const typed = { ...object, apiVersion: expected.apiVersion, kind: expected.kind };
  if (metadata === undefined || metadata === null) return { ...typed, metadata: {} };
  // Metadata of a wrong type is refused where the object gets the form of its kind.
  return typed as KubeObject;
}

/** What an object says of its version; undefined where that is nothing. A slash may stand before one without a group. */
function versionIn({ apiVersion }: JsonObject): unknown {
  if (apiVersion === undefined || apiVersion === null || apiVersion === '' || apiVersion === '/') return undefined;
  return typeof apiVersion === 'string' ? apiVersion.replace(/^\//, '') : apiVersion;
}

/** Custom kinds have to say what they are; another kind of the version is judged with all else that is wrong. */
function asCustomKind(object: JsonObject, expected: ExpectedKind, body: Uint8Array): KubeObject {
  const { apiVersion = '', kind, metadata } = object;
  if (!kind) {
    const why = `Object 'Kind' is missing in '${Buffer.from(body).toString()}' (${excerpt(body)})`;
    throw badRequest(`the object provided is unrecognized (must be of type ${expected.kind}): ${why}`);
  }
  if (apiVersion !== expected.apiVersion) {
    throw badRequest(
      `the API version in the data (${String(apiVersion)}) does not match the expected API version (${expected.apiVersion})`,
    );
  }
  // Metadata of a wrong type is refused where the object gets the form of its kind.
  return { ...object, apiVersion, kind, metadata: metadata ?? {} } as KubeObject;
}

function noObject(value: unknown, kind: string, body: Uint8Array) {
  return badRequest(
    `the object provided is unrecognized (must be of type ${kind}): ${whyNoObject(value)} (${excerpt(body)})`,
  );
}

const TYPE_MEMBERS = new Set(['apiVersion', 'kind']);

/** Why an object does not say what it is in text; undefined where it does, or does not say. */
function whyUntyped(object: JsonObject): string | undefined {
  const wrong = Object.entries(object).find(([name, value]) => TYPE_MEMBERS.has(name) && !isTextOrNull(value));
  if (wrong === undefined) return undefined;
  const [name, value] = wrong;
  return `couldn't get version/kind; json parse error: json: cannot unmarshal ${goType(value)} into Go struct field .${name} of type string`;
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

/** As Go calls values of JSON. */
function goType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'bigint' ? 'number' : typeof value;
}

function whyNoObject(value: unknown): string {
  const type = goType(value);
  const struct =
    'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
  return `couldn't get version/kind; json parse error: json: cannot unmarshal ${type} into Go value of type ${struct}`;
}

/** Kinds of answers, which every server knows whatever their version. */
const UNVERSIONED_KINDS = new Set(['APIGroup', 'APIGroupList', 'APIResourceList', 'APIVersions', 'Status']);
/** Kinds that every version of every group has. */
const COMMON_KINDS = new Set([
  ...['CreateOptions', 'DeleteOptions', 'GetOptions', 'ListOptions', 'PatchOptions', 'UpdateOptions', 'WatchEvent'],
]);

function isServedVersion(apiVersion: string): boolean {
  return BUILTIN_RESOURCES.some((entry) => entry.apiVersion === apiVersion);
}

function otherKind(apiVersion: string, kind: string, expected: ExpectedKind) {
  const version = apiVersion.split('/').at(-1) ?? '';
  const common = UNVERSIONED_KINDS.has(kind) || (COMMON_KINDS.has(kind) && isServedVersion(apiVersion));
  if (!common && !isBuiltinKind(apiVersion, kind)) {
    return badRequest(
      `${kind} in version "${version}" cannot be handled as a ${expected.kind}: no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`,
    );
  }
  const group = expected.apiVersion.includes('/') ? (expected.apiVersion.split('/')[0]?.split('.')[0] ?? '') : 'core';
  return badRequest(
    `${kind} in version "${version}" cannot be handled as a ${expected.kind}: converting (${common ? 'v1' : version}.${kind}) to (${group}.${expected.kind}): unknown conversion`,
  );
}
