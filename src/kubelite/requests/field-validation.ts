/** What to do about fields that a kind does not have: refuse them, warn of them, or drop them (`fieldValidation`). */

import { AppError, messageOf } from '../../base/errors.ts';
import { isObject, type Json } from '../../base/json-value.ts';
import { isInsideOpaque } from '../../kube/builtin/opaque-path.ts';
import { restoreProblem } from '../../kube/builtin/restore-problem.ts';
import { structOfKind } from '../../kube/builtin/type-table.ts';
import { printUntyped } from '../../kube/go-print/print-untyped.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { oddFields } from '../../kube/validation/duplicate-fields.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { decodeObject } from '../operations/decode-object.ts';

import { ApiFault } from '../status/api-fault.ts';
import { badRequest } from '../status/faults.ts';
import { mediaType } from './accepted-form.ts';
import { headerOf } from './api-request.ts';
import type { Call } from './call.ts';
import { patchTypeOf, STRATEGIC_PATCH } from './patch-types.ts';
import { readPatch } from './patch-value.ts';
import type { ExpectedKind } from './read-body.ts';

export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

/** Without the parameter a server warns. */
export function fieldValidationOf(query: URLSearchParams): FieldValidation {
  const text = query.get('fieldValidation') ?? '';
  return text === 'Ignore' || text === 'Strict' ? text : 'Warn';
}

/** The object of a body in the form of its kind. Throws 400 for wrong types, and for unknown fields if they are refused. */
export function decodeBody(call: Call, object: KubeObject): KubeObject {
  const validation = fieldValidationOf(call.query);
  const decoded = decodeWithKind(call, object);
  if (validation === 'Ignore') return decoded.object;
  const problems = problemsOf(call, decoded.unknown);
  if (problems.length === 0) return decoded.object;
  if (validation === 'Warn') {
    call.notes.warnings.push(...problems.map((problem) => problem.replace(/^yaml: unmarshal errors:\n\s*/, '')));
    return decoded.object;
  }
  const type = `${call.definition.kind} in version "${call.definition.version}" cannot be handled as a ${call.definition.kind}`;
  throw badRequest(`${type}: strict decoding error: ${problems.join(', ')}`);
}

/** Members that stand twice in the text and those that the kind does not have. */
function problemsOf({ request, definition }: Call, unknown: readonly string[]): readonly string[] {
  const { type } = mediaType(headerOf(request, 'content-type') ?? 'application/json');
  const text = Buffer.from(request.body).toString();
  if (!type.endsWith('json') || text === '') {
    return [...(type === 'application/yaml' ? duplicateKeys(text) : []), ...unknownFields(unknown)];
  }
  // What a custom kind does not have is found by pruning, after the text was read.
  const met = definition.custom ? [...oddFields(text, []), ...oddFields('{}', unknown)] : oddFields(text, unknown);
  return met
    .filter(({ path, known }) => !known || !isInsideOpaque(definition, path))
    .map(({ path, known }) => `${known ? 'duplicate' : 'unknown'} field ${JSON.stringify(path)}`);
}

function unknownFields(paths: readonly string[]): readonly string[] {
  return paths.map((path) => `unknown field ${JSON.stringify(path)}`);
}

/** What a reading of a YAML text refuses, by default the strict one that minds keys that stand twice. */
export function duplicateKeys(text: string, { strict = true } = {}): readonly string[] {
  try {
    readYaml(text, { strict });
    return [];
  } catch (error) {
    return [messageOf(error).replace(/^error converting YAML to JSON: /, '')];
  }
}

function decodeWithKind({ definition }: Call, object: KubeObject) {
  try {
    return decodeObject(definition, object);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'kube.bad-request') throw error;
    const type = `${definition.kind} in version "${definition.version}" cannot be handled as a ${definition.kind}`;
    throw badRequest(`${type}: ${error.message}`);
  }
}

/** The result of a patch in the form of its kind. Throws 422 that shows the whole object, as a server does. */
export function decodePatched(call: Call, object: KubeObject): KubeObject {
  const validation = fieldValidationOf(call.query);
  const decoded = decodePatchedObject(call, object);
  if (validation === 'Ignore') return decoded.object;
  // Of the patch it is told what stands twice, then of the result what is unknown.
  const problems = [...problemsOf(call, []), ...unknownFields(decoded.unknown)];
  if (problems.length === 0) return decoded.object;
  if (validation === 'Strict') throw unfitResult(call, object, `strict decoding error: ${problems.join(', ')}`);
  call.notes.warnings.push(...problems);
  return decoded.object;
}

/** The result of a patch as an object of its kind. Throws 422 where it calls itself another one, but of a strategic patch. */
export function asPatched(
  { apiVersion, kind, custom }: ExpectedKind,
  patched: Json,
  { strategic = false } = {},
): KubeObject {
  const value = isObject(patched) ? patched : {};
  const metadata = isObject(value['metadata']) ? value['metadata'] : {};
  const typed = { ...value, metadata } as KubeObject;
  if (value['apiVersion'] === apiVersion && value['kind'] === kind) return typed;
  // A strategic patch is one of the fields of a type.
  if (strategic) return { ...typed, apiVersion, kind };
  // What is missing is that of the object.
  const own = { apiVersion: value['apiVersion'] || apiVersion, kind: value['kind'] || kind };
  if (!custom && own.apiVersion === apiVersion && own.kind === kind) return { ...typed, apiVersion, kind };
  const other = `no kind ${JSON.stringify(value['kind'] ?? '')} is registered for version ${JSON.stringify(value['apiVersion'] ?? '')} in scheme "pkg/runtime/scheme.go:111"`;
  if (!custom) throw unfitPatch(typed, other);
  return typed;
}

function inOrder(value: Json): Json {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, item]): [string, Json] => [name, inOrder(item ?? null)]);
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function decodePatchedObject(call: Call, object: KubeObject) {
  const { definition } = call;
  try {
    return decodeObject(definition, object);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'kube.bad-request') throw error;
    throw unfitResult(call, object, error.message);
  }
}

/** Of a strategic patch a server shows the patch, and what is wrong in the words of another decoder. */
function unfitResult(call: Call, object: KubeObject, why: string): ApiFault {
  const { definition } = call;
  if (patchTypeOf(call) !== STRATEGIC_PATCH) return unfitPatch(object, why, definition);
  const struct = structOfKind(definition.apiVersion, definition.kind);
  const problem = struct && restoreProblem(object, struct);
  return patchFault(JSON.stringify(printUntyped(readPatch(call))), problem ?? why);
}

/** The refusal of a patch whose result is no object of its kind: it shows the whole result. */
export function unfitPatch(object: KubeObject, why: string, { custom = false } = {}): ApiFault {
  // Untyped objects are written in the order of their keys all the way down.
  const shown = custom ? inOrder(object) : object;
  return patchFault(JSON.stringify(JSON.stringify(shown)), why);
}

function patchFault(shown: string, why: string): ApiFault {
  const message = `Invalid value: ${shown}: ${why}`;
  const causes = [{ field: 'patch', message, reason: 'FieldValueInvalid' }];
  return new ApiFault({ code: 422, reason: 'Invalid', message: ` "" is invalid: patch: ${message}`, causes });
}
