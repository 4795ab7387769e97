/**
 * OpenAPI v2 as protobuf, which older clients insist on: message `openapi.v2.Document` of gnostic. Numbers are those of its
 * `OpenAPIv2.proto`. What is not written here no client of the API reads.
 */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { writeYaml } from '../../lang/yaml/write.ts';

/** A document as `openApiV2` makes it. */
export function encodeOpenApiV2(document: JsonObject): Uint8Array {
  const info = objectAt(document, 'info');
  return Buffer.concat([
    text(1, document['swagger']),
    message(2, [text(1, info['title']), text(2, info['version'])]),
    message(8, named(2, objectAt(document, 'paths'), pathItem)),
    message(9, named(1, objectAt(document, 'definitions'), schema)),
    message(10, named(1, objectAt(document, 'parameters'), parameterParts)),
  ]);
}

const METHODS: Readonly<Record<string, number>> = { get: 2, put: 3, post: 4, delete: 5, patch: 8 };

function pathItem(item: JsonObject): Buffer[] {
  return Object.entries(METHODS).flatMap(([method, number]) => {
    const operation = item[method];
    return isObject(operation) ? [message(number, operationParts(operation))] : [];
  });
}

function operationParts(operation: JsonObject): Buffer[] {
  const responses = objectAt(operation, 'responses');
  return [
    ...texts(1, operation['tags']),
    text(5, operation['operationId']),
    ...texts(6, operation['produces']),
    ...texts(7, operation['consumes']),
    ...listOf(operation['parameters']).map((parameter) => message(8, parameterOrReference(parameter))),
    message(
      9,
      named(1, responses, (response) => [message(1, responseParts(response))]),
    ),
    ...extensions(13, operation),
  ];
}

/** `ParametersItem`: a parameter, or a reference to one. */
function parameterOrReference(parameter: JsonObject): Buffer[] {
  const reference = parameter['$ref'];
  return [reference === undefined ? message(1, parameterParts(parameter)) : message(2, [text(1, reference)])];
}

/** `Parameter`: in a body, or else not. */
function parameterParts(parameter: JsonObject): Buffer[] {
  if (parameter['in'] === 'body') {
    const parts = [text(2, parameter['name']), text(3, 'body'), flag(4, parameter['required'] === true)];
    return [message(1, [...parts, message(5, schema(objectAt(parameter, 'schema')))])];
  }
  // NonBodyParameter.query_parameter_sub_schema.
  const query = [text(2, 'query'), text(4, parameter['name']), text(6, parameter['type'])];
  return [message(2, [message(3, query)])];
}

function responseParts(response: JsonObject): Buffer[] {
  const content = response['schema'];
  const shown = isObject(content) ? [message(2, [message(1, schema(content))])] : [];
  return [text(1, response['description']), ...shown];
}

function schema(value: JsonObject): Buffer[] {
  const { additionalProperties: more, items, type } = value;
  return [
    text(1, value['$ref']),
    text(2, value['format']),
    text(4, value['description']),
    ...(value['default'] === undefined ? [] : [any(5, value['default'])]),
    text(13, value['pattern']),
    ...texts(19, value['required']),
    ...(isList(value['enum']) ? value['enum'].map((one) => any(20, one)) : []),
    ...(isObject(more) ? [message(21, [message(1, schema(more))])] : []),
    ...(more === true ? [message(21, [flag(2, true)])] : []),
    ...(typeof type === 'string' ? [message(22, [text(1, type)])] : []),
    ...(isObject(items) ? [message(23, [message(1, schema(items))])] : []),
    ...listOf(value['allOf']).map((part) => message(24, schema(part))),
    ...(isObject(value['properties']) ? [message(25, named(1, value['properties'], schema))] : []),
    ...extensions(31, value),
  ];
}

/** `x-…` members as `NamedAny`, their values as YAML. */
function extensions(number: number, value: JsonObject): Buffer[] {
  return Object.entries(value)
    .filter(([name]) => name.startsWith('x-'))
    .map(([name, item]) => message(number, [text(1, name), any(2, item ?? null)]));
}

function any(number: number, value: Json): Buffer {
  return message(number, [text(2, writeYaml(value))]);
}

/** Members as messages of a name and a value. */
function named(number: number, members: JsonObject, parts: (member: JsonObject) => Buffer[]): Buffer[] {
  return Object.entries(members).map(([name, member]) =>
    message(number, [text(1, name), message(2, parts(isObject(member) ? member : {}))]),
  );
}

function objectAt(value: JsonObject, name: string): JsonObject {
  const member = value[name];
  return isObject(member) ? member : {};
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.filter(isObject) : [];
}

function texts(number: number, value: Json | undefined): Buffer[] {
  return isList(value) ? value.map((one) => text(number, one)) : [];
}

function text(number: number, value: Json | undefined): Buffer {
  return typeof value === 'string' && value !== '' ? delimited(number, Buffer.from(value)) : Buffer.alloc(0);
}

function flag(number: number, value: boolean): Buffer {
  return value ? Buffer.concat([varint(number * 8), Buffer.from([1])]) : Buffer.alloc(0);
}

function message(number: number, parts: readonly Buffer[]): Buffer {
  return delimited(number, Buffer.concat(parts));
}

function delimited(number: number, content: Buffer): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}
