/** Server-side apply: PATCH with a configuration that its manager owns. */
import { AppError } from '../../base/errors.ts';
import { isObject, type JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { applyConfiguration } from '../../kube/patch/apply/apply-configuration.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { timeOf } from '../operations/cluster.ts';
import { createObject } from '../operations/create-object.ts';
import { decodeObject } from '../operations/decode-object.ts';
import { blankObject, fieldsResetAt, mergeSchemaOf, otherVersions } from '../operations/managed-fields.ts';
import { updateObject } from '../operations/update-object.ts';
import type { WriteOptions } from '../operations/write-options.ts';
import { badRequest, conflict, notFound } from '../status/faults.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import type { FullAnswer } from './api-request.ts';
import { type Call, refuseOption } from './call.ts';
import { fieldValidationOf } from './field-validation.ts';
import { answerWith } from './handle-write.ts';

/** Applies a configuration to an object, which it may create. Throws 400, 409 with a cause per field in conflict, 422, 500. */
export function handleApply(call: Call, options: WriteOptions): FullAnswer {
  const { cluster, definition, path, query } = call;
  if (!query.get('fieldManager')) {
    refuseOption('PatchOptions', 'fieldManager', 'Required value: is required for apply patch', 'FieldValueRequired');
  }
  fieldValidationOf(query, 'PatchOptions');
  const config = readConfiguration(call);
  const current = cluster.store.get(definition.shelf, path.namespace, path.name);
  if (!current) return answerWith(call, 201, createApplied(call, config, options));
  const shown = current.as(definition.apiVersion, definition.convert);
  const { object, changed } = applied(call, config, { live: shown.object, creates: false });
  if (!changed) return answerWith(call, 200, shown);
  const next = decodeObject(definition, asKubeObject(call, object)).object;
  const write = { ...options, subresource: path.subresource, fieldsClaimed: true };
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
  const { object } = applied(call, config, { live: blankObject(definition), creates: true });
  const next = decodeObject(definition, asKubeObject(call, object)).object;
  call.notes.createdName = path.name;
  return createObject(cluster, definition, next, { ...options, namespace: path.namespace, fieldsClaimed: true });
}

function applied(call: Call, config: JsonObject, base: { readonly live: JsonObject; readonly creates: boolean }) {
  const { definition, path, query, cluster } = call;
  const ignored = fieldsResetAt(definition, path.subresource);
  return applyConfiguration({
    ...base,
    config,
    schema: mergeSchemaOf(definition),
    writer: {
      name: query.get('fieldManager') ?? '',
      apiVersion: definition.apiVersion,
      subresource: path.subresource,
    },
    now: timeOf(cluster),
    force: query.get('force') === 'true' || query.get('force') === '1',
    ...(ignored && { ignored }),
    versions: otherVersions(cluster, definition),
  });
}

function readConfiguration({ request, definition }: Call): JsonObject {
  const value = readText(Buffer.from(request.body).toString());
  if (!isObject(value)) throw badRequest('error decoding YAML: the configuration is no object');
  const { apiVersion, kind } = value;
  if (apiVersion === definition.apiVersion && kind === definition.kind) return value;
  const version = typeof apiVersion === 'string' ? apiVersion : '';
  const text = version.includes('/') || version === '' ? version || '/' : `/${version}`;
  throw badRequest(`invalid object type: ${text}, Kind=${typeof kind === 'string' ? kind : ''}`);
}

function readText(text: string) {
  try {
    return readYaml(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw badRequest(`error decoding YAML: ${error.message}`);
  }
}

/** The result has a name: that of the path, whatever the configuration says. */
function asKubeObject({ definition, path }: Call, object: JsonObject): KubeObject {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  const name = metadata['name'] ?? path.name;
  if (name !== path.name) {
    throw badRequest(`the name of the object (${String(name)}) does not match the name on the URL (${path.name})`);
  }
  const { apiVersion, kind } = definition;
  return { ...object, apiVersion, kind, metadata: { ...metadata, name: path.name } };
}
