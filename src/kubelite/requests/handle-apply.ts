/** Server-side apply: PATCH with a configuration that its manager owns. */
import { AppError } from '../../base/errors.ts';
import { isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { applyConfiguration, placeText } from '../../kube/patch/apply/apply-configuration.ts';
import { updateWarnings } from '../../kube/validation/warnings.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { claimTimeOf } from '../operations/cluster.ts';
import { createObject } from '../operations/create-object.ts';
import { decodeObject } from '../operations/decode-object.ts';
import { blankObject, fieldsResetAt, mergeSchemaOf, otherVersions } from '../operations/managed-fields.ts';
import { updateObject } from '../operations/update-object.ts';
import type { WriteOptions } from '../operations/write-options.ts';
import { ApiFault } from '../status/api-fault.ts';
import { badRequest, conflict, notFound } from '../status/faults.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import type { FullAnswer } from './api-request.ts';
import type { Call } from './call.ts';
import { currentObject } from './current-object.ts';
import { duplicateKeys, fieldValidationOf } from './field-validation.ts';
import { answerWith, checkNamed, checkNamespaceOf } from './handle-write.ts';
import { booleanOf } from './list-options.ts';

/** Applies a configuration to an object, which it may create. Throws 400, 409 with a cause per field in conflict, 422, 500. */
export function handleApply(call: Call, options: WriteOptions): FullAnswer {
  const { cluster, definition, path } = call;
  const config = readConfiguration(call);
  const current = currentObject(call);
  if (!current) return answerWith(call, 201, createApplied(call, config, options));
  const shown = current.as(definition.apiVersion, definition.convert);
  const { object, changed } = appliedTo(call, config, { live: shown.object, creates: false });
  if (!changed) {
    // What is odd about the object is told although nothing is written.
    const { custom } = definition;
    for (const warning of custom || path.subresource !== '' ? [] : updateWarnings(shown.object, shown.object)) {
      options.warn(warning);
    }
    return answerWith(call, 200, shown);
  }
  const next = decodeApplied(call, object, config);
  const write = { ...options, sent: object, subresource: path.subresource, fieldsClaimed: true, patches: true };
  return answerWith(call, 200, updateObject(cluster, definition, { current, next }, write));
}

function createApplied(call: Call, config: JsonObject, options: WriteOptions): StoredObject {
  const { cluster, definition, path } = call;
  if (path.subresource !== '') throw notFound(definition, path.name);
  const uid = isObject(config['metadata']) ? config['metadata']['uid'] : undefined;
  if (typeof uid === 'string' && uid !== '') {
    const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
    throw conflict(definition, path.name, why);
  }
  const { object } = appliedTo(call, config, { live: blankObject(definition), creates: true });
  const decoded = decodeApplied(call, object, config);
  // A version to start from counts for nothing where there is no object.
  const { resourceVersion: _, ...metadata } = decoded.metadata;
  const next = { ...decoded, metadata };
  call.notes.createdName = path.name;
  return createObject(cluster, definition, next, {
    ...options,
    sent: object,
    namespace: path.namespace,
    fieldsClaimed: true,
  });
}

/** The result of a merge as an object of its kind. Throws 500 for a value that does not decode, as a server does. */
function decodeApplied(call: Call, object: JsonObject, config: JsonObject): KubeObject {
  const { definition } = call;
  const merged = asKubeObject(call, object);
  try {
    return decodeObject(definition, merged).object;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'kube.bad-request') throw error;
    const { group, version, kind, apiVersion } = definition;
    const reading = error.message.startsWith('illegal base64') ? 'error decoding from json: ' : '';
    const why = `unable to convert unstructured object to ${group}/${version}, Kind=${kind}: ${reading}${error.message}`;
    const message = `failed to convert new object (${placeText(config, apiVersion)}) to proper version: ${why}`;
    throw new ApiFault({ code: 500, reason: '', message });
  }
}

/** What an apply makes of an object, and whether it changes anything. Throws what `applyConfiguration` does. */
export function appliedTo(
  call: Call,
  config: JsonObject,
  base: { readonly live: JsonObject; readonly creates: boolean; readonly shownVersion?: string },
) {
  const { definition, path, query, cluster } = call;
  const ignored = fieldsResetAt(definition, path.subresource);
  const result = applyConfiguration({
    ...base,
    config,
    schema: mergeSchemaOf(definition),
    writer: {
      name: query.get('fieldManager') ?? '',
      apiVersion: definition.apiVersion,
      subresource: path.subresource,
    },
    now: claimTimeOf(cluster, path.subresource),
    force: booleanOf(query.get('force')) ?? false,
    ...(ignored && { ignored }),
    versions: otherVersions(cluster, definition),
  });
  // A server looks at the keys after the merge.
  checkKeys(call);
  return result;
}

/** The body of an apply as an object of the path's kind. Throws 400. */
export function readConfiguration(call: Call): JsonObject {
  const { request, definition } = call;
  const text = Buffer.from(request.body).toString();
  const value = (text.trim() === '' ? undefined : readText(text)) ?? {};
  if (!isObject(value)) throw noConfiguration(value);
  const { apiVersion, kind } = value;
  if (apiVersion === definition.apiVersion && kind === definition.kind) return value;
  const version = typeof apiVersion === 'string' ? apiVersion : '';
  const shown = version.includes('/') || version === '' ? version || '/' : `/${version}`;
  throw badRequest(`invalid object type: ${shown}, Kind=${typeof kind === 'string' ? kind : ''}`);
}

function noConfiguration(value: Json): ApiFault {
  const type = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  const why = `json: cannot unmarshal ${type} into Go value of type map[string]interface {}`;
  return badRequest(`error decoding YAML: error unmarshaling JSON: while decoding JSON: ${why}`);
}

/** Keys that stand twice are refused or warned of, as the request wishes. */
function checkKeys({ request, query, notes }: Call): void {
  const text = Buffer.from(request.body).toString();
  const validation = fieldValidationOf(query);
  if (validation === 'Ignore') return;
  const [wrong] = duplicateKeys(text);
  // What is broken otherwise is told where it is read.
  if (wrong === undefined || duplicateKeys(text, { strict: false }).length > 0) return;
  if (validation === 'Strict') throw badRequest(`error strict decoding YAML: error converting YAML to JSON: ${wrong}`);
  notes.warnings.push(wrong.replace(/^yaml: unmarshal errors:\n\s*/, ''));
}

function readText(text: string) {
  try {
    return readYaml(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw badRequest(`error decoding YAML: ${error.message}`);
  }
}

/** The result is the object of the path. Throws 400 where it has no name, another one, or another namespace. */
function asKubeObject(call: Call, object: JsonObject): KubeObject {
  const { definition, path } = call;
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  const { apiVersion, kind } = definition;
  // Only name and namespace are looked at before the object is decoded.
  const result = { ...object, apiVersion, kind, metadata } as KubeObject;
  checkNamed(call, result);
  const { name } = metadata;
  if (name !== path.name) {
    throw badRequest(`the name of the object (${String(name)}) does not match the name on the URL (${path.name})`);
  }
  checkNamespaceOf(call, result);
  return result;
}
