/** OpenAPI v2: one document of everything, in the words of Swagger, made from the schemas and paths of v3. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { groupDocument, OPENAPI_INFO, SECURITY_SCHEMES } from './group-document.ts';
import { rootDocumentOf, rootNames } from './root-documents.ts';
import { shareParameters } from './shared-parameters.ts';

const PREFIX = '#/components/schemas/';
/** What v2 can't say; the value is then described by nothing. */
const UNKNOWN_TO_V2: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'not', 'nullable', 'default']);
const METHODS: ReadonlySet<string> = new Set(['get', 'put', 'post', 'patch', 'delete', 'options', 'head']);

/** The document of all served resources; those of one version come as one list. */
export function openApiV2(groups: readonly (readonly ResourceDefinition[])[]): JsonObject {
  const paths: Record<string, Json> = {};
  const definitions: Record<string, Json> = {};
  const roots = rootNames(groups.flat()).map(rootDocumentOf);
  for (const document of [...roots, ...groups.map((resources) => groupDocument(resources, 'v2'))]) {
    const schemas = memberOf(memberOf(document, 'components'), 'schemas');
    for (const [name, schema] of Object.entries(schemas)) definitions[name] = schemaInV2(schema ?? {});
    for (const [path, item] of Object.entries(memberOf(document, 'paths'))) paths[path] = pathInV2(item ?? {});
  }
  const { parameters, paths: shared } = shareParameters(sorted(paths));
  return {
    swagger: '2.0',
    info: OPENAPI_INFO,
    paths: shared,
    definitions: sorted(definitions),
    parameters,
    securityDefinitions: SECURITY_SCHEMES,
    security: [{ BearerToken: [] }],
  };
}

function memberOf(value: JsonObject, name: string): JsonObject {
  const member = value[name];
  return isObject(member) ? member : {};
}

function sorted(members: Readonly<Record<string, Json>>): JsonObject {
  return Object.fromEntries(Object.entries(members).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A schema with references to `definitions`, and texts for what may be several types. */
function schemaInV2(value: Json): Json {
  if (isList(value)) return value.map(schemaInV2);
  if (!isObject(value)) return value;
  const reference = value['$ref'];
  if (typeof reference === 'string') return { $ref: reference.replace(PREFIX, '#/definitions/') };
  const [only] = isList(value['allOf']) && value['allOf'].length === 1 ? value['allOf'] : [];
  const { allOf: _, ...rest } = value;
  const content = only === undefined ? value : { ...rest, ...(isObject(only) ? only : {}) };
  const either = content['oneOf'] !== undefined || content['anyOf'] !== undefined;
  const shown = Object.entries(content)
    .filter(([name]) => !UNKNOWN_TO_V2.has(name))
    .map(([name, item]): [string, Json] => [
      name,
      name === 'properties' ? propertiesInV2(item) : schemaInV2(item ?? null),
    ]);
  const typed = either && content['type'] === undefined ? { type: 'string' } : {};
  const referred = only !== undefined && isObject(only) ? schemaInV2(only) : {};
  return { ...typed, ...Object.fromEntries(shown), ...(isObject(referred) && referred['$ref'] ? referred : {}) };
}

/** Properties may have any names, those of keywords among them. */
function propertiesInV2(value: Json | undefined): Json {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, schemaInV2(item ?? {})]));
}

function pathInV2(item: Json): Json {
  if (!isObject(item)) return {};
  const operations = Object.entries(item)
    .filter(([method]) => METHODS.has(method))
    .map(([method, operation]): [string, Json] => [method, operationInV2(isObject(operation) ? operation : {})]);
  const parameters = isList(item['parameters']) ? item['parameters'].filter(isObject).map(parameterInV2) : [];
  return { ...Object.fromEntries(operations), ...(parameters.length > 0 && { parameters }) };
}

function operationInV2(operation: JsonObject): JsonObject {
  const { requestBody, responses, parameters, ...rest } = operation;
  const content = isObject(requestBody) ? memberOf(requestBody, 'content') : {};
  const consumes = Object.keys(content).toSorted((one, other) => CONSUMED.indexOf(one) - CONSUMED.indexOf(other));
  const [body] = Object.values(content);
  const required = isObject(requestBody) && requestBody['required'] === true ? { required: true } : {};
  const bodyParameter = isObject(body)
    ? [{ in: 'body', name: 'body', ...required, schema: schemaInV2(body['schema'] ?? {}) }]
    : [];
  const others = (isList(parameters) ? parameters : []).filter(isObject).map(parameterInV2);
  const produces = producedBy(responses);
  const consumed = consumes.length > 0 ? consumes : consumedBy(operation, produces);
  return {
    ...rest,
    ...(consumed.length > 0 && { consumes: consumed }),
    produces,
    schemes: ['https'],
    ...(bodyParameter.length + others.length > 0 && { parameters: [...bodyParameter, ...others] }),
    responses: Object.fromEntries(
      Object.entries(isObject(responses) ? responses : {}).map(([code, answer]) => [code, responseInV2(answer ?? {})]),
    ),
  };
}

/** Types of patches in the order in which the server names them. */
const CONSUMED = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];
const PRODUCED = [
  ...['*/*', 'text/plain', 'application/json', 'application/jwk-set+json', 'application/yaml'],
  'application/vnd.kubernetes.protobuf',
];
const STREAMED = [...PRODUCED, 'application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'];
/** Tags of operations that say nothing of what they take. */
const TAKING_NOTHING: ReadonlySet<Json | undefined> = new Set<Json | undefined>(['WellKnown', 'openid']);

/** Without a body: anything of operations on built-in kinds, and of others the types that they answer. */
function consumedBy(operation: JsonObject, produces: readonly string[]): readonly string[] {
  const builtin = produces.includes('*/*') || produces.includes('application/vnd.kubernetes.protobuf');
  if (operation['x-kubernetes-action'] !== undefined) return builtin ? ['*/*'] : produces;
  const [tag] = isList(operation['tags']) ? operation['tags'] : [];
  return TAKING_NOTHING.has(tag) ? [] : produces;
}

/** Media types of the answers, those of streams last. */
function producedBy(responses: Json | undefined): readonly string[] {
  const answers = isObject(responses) ? Object.values(responses) : [];
  const types = new Set(answers.flatMap((one) => (isObject(one) ? Object.keys(memberOf(one, 'content')) : [])));
  return STREAMED.filter((type) => types.has(type));
}

function parameterInV2({ schema, ...parameter }: JsonObject): JsonObject {
  return { ...parameter, ...(isObject(schema) ? schema : {}) };
}

function responseInV2(answer: Json): Json {
  if (!isObject(answer)) return {};
  const [content] = Object.values(memberOf(answer, 'content'));
  const schema = isObject(content) ? content['schema'] : undefined;
  return { description: answer['description'] ?? '', ...(schema !== undefined && { schema: schemaInV2(schema) }) };
}
